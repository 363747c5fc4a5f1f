// expect: a_model_that_is_only_read_is_written<Total
#include <dataflow/dataflow.hpp>

struct Total {
    std::string shopper;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = dataflow::options{.read_only = true, .key = dataflow::key("shopper")};
#else
    static constexpr auto dataflow = dataflow::options{.key = dataflow::key("shopper")};
#endif
};

void run(dataflow::database<Total>& db) { db.run(dataflow::erase<Total>("a")); }
