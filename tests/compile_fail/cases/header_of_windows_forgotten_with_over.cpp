// expect: windows_need_the_header_dataflow_windows_hpp<City>
#include <dataflow/dataflow.hpp>
#ifndef MISTAKE
#include <dataflow/windows.hpp>
#endif

#include <string>

namespace df = dataflow;
using df::field;

struct City {
    df::id<City> id{};
    std::string name;
};

// MISTAKE: the header above
auto wanted() { return df::select(field<&City::name>, df::max(field<&City::name>).over().as<"last">()); }
