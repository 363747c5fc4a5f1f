// expect: a_model_with_tenants_is_used_without_a_tenant<Invoice>
// lines clang++: 20
#include <dataflow/dataflow.hpp>
#include <dataflow/tenant.hpp>

namespace df = dataflow;
using df::field;

struct Invoice {
    df::id<Invoice> id{};
    int number{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
struct Rate {
    df::id<Rate> id{};
    int number{};
};
struct Line {
    df::id<Line> id{};
    df::id<Invoice> invoice_id{};

    static constexpr auto dataflow = df::options{.multi_tenant = true};
};
using database = df::database<Invoice, Line, Rate>;

#ifdef MISTAKE
database& session(database& db) { return db; }
#else
auto session(database& db) { return db.tenant("acme"); }
#endif

void all(database& db) {
    session(db).transaction([](auto& tx) { (void)tx.run(df::count<Invoice>()); });
}
