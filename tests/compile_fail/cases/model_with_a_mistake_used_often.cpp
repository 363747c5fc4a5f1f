// expect: a_field_type_has_no_sql_type<Sensor
// expect: "owner"
// drivers: sqlite
#include <dataflow/dataflow.hpp>

namespace df = dataflow;
using df::field;

struct Sensor {
    df::id<Sensor> id{};
#ifdef MISTAKE
    int* owner{};
#else
    int owner{};
#endif
    std::string name;

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};

// One error, once, whatever is done with the model and with what comes of it.
std::string used() {
    df::database<Sensor> db{"sqlite::memory:"};
    const auto made = db.run(df::create(Sensor{.name = "a"}));
    const auto page = db.run(df::list<Sensor>()
                                 .where(field<&Sensor::name> == made.name)
                                 .order_by(df::desc(field<&Sensor::name>))
                                 .limit(3));
    std::string all;
    for (const auto& one : page.records) all += one.name;
    if (db.run(df::count<Sensor>()) > 3) db.run(df::erase<Sensor>(made.id));
    if (const auto found = db.run(df::find<Sensor>(made.id))) all += found->name;
    db.transaction(
        [&](auto& tx) { all += tx.run(df::update<Sensor>(made.id, field<&Sensor::name> = "b")).name; });
    return all + db.run(df::upsert(Sensor{.name = "a"}).on_conflict(field<&Sensor::name>)).record.name;
}
