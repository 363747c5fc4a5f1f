// expect: full_text_with_tenants_needs_a_key_that_the_database_makes<Page>
#include <dataflow/dataflow.hpp>

namespace df = dataflow;

struct Page {
#ifdef MISTAKE
    int number{};
#else
    df::id<Page> number{};
#endif
    std::string text{};

    static constexpr auto dataflow =
        df::options{.key = df::key("number"), .multi_tenant = true, .full_text = df::full_text({"text"})};
};

void use(df::database<Page>& db) { (void)db; }
df::database<Page> open() { return df::database<Page>{"sqlite::memory:"}; }
