// expect: a_model_is_without_this_write<Entry
// expect: "erase"
#include <dataflow/dataflow.hpp>

struct Entry {
    dataflow::id<Entry> id{};
    std::string code;
    int amount = 0;
#ifdef MISTAKE
    static constexpr auto dataflow =
        dataflow::options{.append_only = true, .unique = dataflow::unique({"code"})};
#else
    static constexpr auto dataflow = dataflow::options{.unique = dataflow::unique({"code"})};
#endif
};

void run(dataflow::database<Entry>& db) { db.run(dataflow::erase<Entry>(1)); }
