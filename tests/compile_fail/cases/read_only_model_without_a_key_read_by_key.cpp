// expect: a_model_has_no_key<Visit
#include <dataflow/dataflow.hpp>

struct Visit {
    std::string page;
    int count = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = dataflow::options{.read_only = true};
#else
    static constexpr auto dataflow = dataflow::options{.read_only = true, .key = dataflow::key("page")};
#endif
};

void run(dataflow::database<Visit>& db) { (void)db.run(dataflow::find<Visit>("a")); }
