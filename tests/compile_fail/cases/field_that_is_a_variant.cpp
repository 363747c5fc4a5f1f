// expect: a_field_type_has_no_sql_type<Setting
// expect: "content"
// expect: variant
#include <dataflow/dataflow.hpp>

#include <variant>

namespace df = dataflow;

struct Setting {
    df::id<Setting> id{};
#ifdef MISTAKE
    std::variant<int, std::string> content;
#else
    std::string content;
#endif
};

auto wanted() { return df::list<Setting>(); }
