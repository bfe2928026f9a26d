# Renders the HTML of standard input to PDF/UA-1 over and over in one process, and prints how fast.
import json
import sys
import time

import weasyprint

html = sys.stdin.read()


def render():
    return weasyprint.HTML(string=html).write_pdf(variant="pdf/ua-1")


size = len(render())  # the first one loads fonts
count, start = 0, time.perf_counter()
while count < 3 or time.perf_counter() - start < 2:
    render()
    count += 1
print(json.dumps({"Version": weasyprint.__version__, "PerSecond": count / (time.perf_counter() - start), "Bytes": size}))
