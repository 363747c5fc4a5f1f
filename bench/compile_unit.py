#!/usr/bin/env python3
"""Writes a translation unit with so many models of 10 fields, each with all nine nodes, a filter and a workflow; or,
with --queries, with a join, an aggregate and a select of some columns each instead.

    compile_unit.py MODELS [--no-workflow] [--queries]
"""
import sys

count = int(sys.argv[1])
workflow = "--no-workflow" not in sys.argv
queries = "--queries" in sys.argv
print("#include <dataflow/dataflow.hpp>\n\n#include <cstdint>\n#include <optional>\n#include <string>\n#include <vector>\n")
print("namespace df = dataflow;\nusing df::field;\n")
for n in range(count):
    print(f"""struct Model{n} {{
    df::id<Model{n}> id{{}};
    std::string name{{}};
    std::string email{{}};
    int age{{}};
    bool active = true;
    double score{{}};
    std::int64_t visits{{}};
    std::optional<std::string> note{{}};
    std::optional<df::timestamp> seen{{}};
    std::optional<int> level{{}};
}};
""")
if queries:
    for n in range(count):
        m = f"Model{n}"
        print(f"""struct Part{n} {{
    df::id<Part{n}> id{{}};
    df::id<{m}> whole_id{{}};
    std::string name{{}};
}};
struct Line{n} {{
    std::string name{{}};
    int age{{}};
    double score{{}};
}};
struct Group{n} {{
    std::string name{{}};
    std::optional<double> mean{{}};
    std::int64_t records{{}};
}};
""")
names = ", ".join(f"Model{n}, Part{n}" if queries else f"Model{n}" for n in range(count))
print(f"using shop = df::database<{names}>;\n")
for n in range(count):
    m = f"Model{n}"
    if queries:
        print(f"""std::size_t use_{n}(shop& db) {{
    auto rows = db.run(df::list<Part{n}>().join<&Part{n}::whole_id>().where(field<&{m}::age> >= 18).limit(10));
    auto groups = db.run(df::aggregate<{m}>().group_by(field<&{m}::name>).select<Group{n}>(
        df::avg(field<&{m}::score>).as<"mean">(), df::count().as<"records">()));
    auto lines = db.run(df::select<Line{n}>(field<&{m}::name>, field<&{m}::age>, field<&{m}::score>).where(field<&{m}::active> == true));
    return rows.size() + groups.size() + lines.size();
}}
""")
        continue
    print(f"""std::int64_t use_{n}(shop& db, const std::vector<{m}>& rows, const std::vector<df::id<{m}>>& keys) {{
    auto made = db.run(df::create({m}{{.name = "a", .email = "b"}}));
    auto same = db.run(df::read<{m}>(made.id));
    auto later = db.run(df::update<{m}>(same.id, field<&{m}::name> = "c", field<&{m}::age> = 3));
    auto page = db.run(df::list<{m}>().where(field<&{m}::active> == true && field<&{m}::age> >= 18).order_by(field<&{m}::name>).limit(10));
    auto many = db.run(df::bulk_create(rows));
    auto changed = db.run(df::bulk_update<{m}>(field<&{m}::age> < 18, field<&{m}::visits> += 1));
    auto merged = db.run(df::bulk_upsert(rows).on_conflict(field<&{m}::id>));
    auto gone = db.run(df::bulk_erase<{m}>(keys));
    const bool erased = db.run(df::erase<{m}>(later.id));""")
    if workflow:
        print(f"""    struct start {{
        std::string name, email;
    }};
    const auto flow = df::workflow<start>(
        df::node<"first">(df::create<{m}>()), df::node<"again">(df::read<{m}>()),
        df::node<"last">(df::update<{m}>(field<&{m}::active> = false)),
        df::wire<"input.name", "first.name">, df::wire<"input.email", "first.email">,
        df::wire<"first.id", "again.id">, df::wire<"again.id", "last.id">);
    (void)db.run(flow, start{{"a", "b"}});""")
    print(f"""    return many.created + changed.updated + merged.updated + gone.deleted + static_cast<std::int64_t>(page.records.size()) + (erased ? 1 : 0);
}}
""")
