// expect: a_model_that_is_only_read_has_an_option_for_writing<Total
// expect: "indexes"
#include <dataflow/dataflow.hpp>

struct Total {
    std::string shopper;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow = dataflow::options{
        .read_only = true, .key = dataflow::key("shopper"), .indexes = dataflow::indexes({"amount"})};
#else
    static constexpr auto dataflow =
        dataflow::options{.key = dataflow::key("shopper"), .indexes = dataflow::indexes({"amount"})};
#endif
};

void run(dataflow::database<Total>& db) { (void)db.run(dataflow::list<Total>()); }
