# Renders the HTML of standard input to PDF/UA-1 over and over in one process, and prints how fast by processor time.
import json
import sys
import time

import weasyprint

html = sys.stdin.read()


def render():
    return weasyprint.HTML(string=html).write_pdf(variant="pdf/ua-1")


size = len(render())  # the first one loads fonts
count, start = 0, time.process_time()
while count < 3 or time.process_time() - start < 2:
    render()
    count += 1
print(json.dumps({"Version": weasyprint.__version__, "PerSecond": count / (time.process_time() - start), "Bytes": size}))
