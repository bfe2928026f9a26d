//go:build unix

package store_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/openimr/openimr/internal/job"
	"github.com/openimr/openimr/internal/store"
	"github.com/openimr/openimr/internal/store/sqldb"
)

// Every statement is accepted by both databases, with its tables and columns.
func TestEveryStatementIsPrepared(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, _ *clock) {
		names := map[string]bool{}
		for _, q := range sqldb.Registered() {
			if names[q.Name] {
				t.Errorf("two statements are called %q", q.Name)
			}
			names[q.Name] = true
			st, err := s.DB().Writer().Prepare(q.Text(s.DB().Engine))
			if err != nil {
				t.Errorf("%s: %v", q.Name, err)
				continue
			}
			_ = st.Close()
		}
		if len(names) < 40 {
			t.Errorf("only %d statements are registered", len(names))
		}
	})
}

// Both databases have the same tables with the same columns in the same order, of the same kind, and the same indexes.
func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	lite := shape(t, openSQLite(t, time.Now), `
		select m.name, p.name, lower(p.type), p."notnull" or p.pk > 0 from sqlite_master m, pragma_table_info(m.name) p
		where m.type = 'table' and m.name not like 'sqlite%' order by m.name, p.cid`, `
		select m.tbl_name, m.name, group_concat(coalesce(i.name, '?')) from sqlite_master m, pragma_index_info(m.name) i
		where m.type = 'index' and m.name not like 'sqlite%' group by m.tbl_name, m.name`)
	pg := shape(t, openPostgres(t, time.Now), `
		select table_name, column_name, data_type, is_nullable = 'NO' from information_schema.columns
		where table_schema = 'public' order by table_name, ordinal_position`, `
		select t.relname, x.relname, string_agg(a.attname, ',' order by k.n) from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
		cross join lateral unnest(i.indkey) with ordinality k (col, n) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.col
		where not i.indisunique and t.relnamespace = 'public'::regnamespace group by t.relname, x.relname`)
	for name, columns := range lite {
		if !reflect.DeepEqual(columns, pg[name]) {
			t.Errorf("%s:\nSQLite     %v\nPostgreSQL %v", name, columns, pg[name])
		}
	}
	for name := range pg {
		if lite[name] == nil {
			t.Errorf("only PostgreSQL has %s", name)
		}
	}
	if len(lite) < 20 {
		t.Errorf("only %d tables and indexes were compared", len(lite))
	}
}

func shape(t *testing.T, s *store.Store, columns, indexes string) map[string][]string {
	t.Helper()
	m := map[string][]string{}
	each := func(text string, width int) {
		rows, err := s.DB().Writer().Query(text)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			v := make([]any, width)
			for i := range v {
				v[i] = new(sql.NullString)
			}
			if err := rows.Scan(v...); err != nil {
				t.Fatal(err)
			}
			var f []string
			for _, x := range v {
				f = append(f, x.(*sql.NullString).String)
			}
			if strings.HasPrefix(f[0], "river_") || strings.HasPrefix(f[0], "goose_") {
				continue
			}
			if width == 4 {
				kind := map[string]string{"bigint": "integer", "bytea": "blob"}[f[2]]
				if kind == "" {
					kind = f[2]
				}
				m[f[0]] = append(m[f[0]], fmt.Sprint(f[1], " ", kind, " ", f[3] == "1" || f[3] == "true"))
			} else {
				m[f[0]+"/"+f[1]] = []string{f[2]}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	each(columns, 4)
	each(indexes, 3)
	for name := range m {
		if strings.Contains(name, "/") {
			sort.Strings(m[name])
		}
	}
	return m
}

// A job inserted by our own statement is, column by column, the one that River's InsertTx inserts.
func TestAJobIsInsertedAsRiverDoes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store, _ *clock) {
		ctx := context.Background()
		at, now := time.Now().Add(36*time.Hour).Truncate(time.Millisecond), time.Now()
		var driver riverdriver.Driver[*sql.Tx] = riversqlite.New(s.DB().Writer())
		all := `select kind, json(args) as args, metadata = jsonb('{}') as plain, max_attempts, priority, queue, scheduled_at, state, json(tags) as tags, attempt,
			attempted_at, finalized_at, errors, unique_key, length(created_at) from river_job order by id`
		if s.DB().Engine == sqldb.Postgres {
			driver = riverdatabasesql.New(s.DB().Writer())
			all = `select kind, args::text, (metadata = '{}')::text, max_attempts, priority, queue, scheduled_at::text, state::text, tags::text, attempt,
				attempted_at::text, finalized_at::text, errors::text, unique_key::text, 0 from river_job order by id`
		}
		client, err := river.NewClient(driver, &river.Config{})
		if err != nil {
			t.Fatal(err)
		}
		err = s.DB().Update(ctx, func(tx *sqldb.Tx) error {
			if err := job.WhenDue(ctx, tx, "CM15-0000001", at, now); err != nil {
				return err
			}
			_, err := client.InsertTx(ctx, tx.SQL(), job.DueCame{Case: "CM15-0000001"}, &river.InsertOpts{ScheduledAt: at})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		rows, err := s.DB().Writer().Query(all)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		var list []string
		for rows.Next() {
			v := make([]any, 15)
			to := make([]any, 15)
			for i := range v {
				to[i] = &v[i]
			}
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			v[2], v[14] = nil, nil // River marks what it inserted with a number of its own; the time of creation is another
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, string(b))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if len(list) != 2 || list[0] != list[1] {
			t.Errorf("ours  %s\nRiver %s", list[0], list[len(list)-1])
		}
	})
}
