// The code of migrate/change.hpp.
#pragma once

#include <dataflow/migrate/change.hpp>
#include <dataflow/migrate/detail/change_reader.hpp>

namespace dataflow::migrate {

DATAFLOW_RUNTIME change_list changes_of(const catalog::database_description& wanted,
                                        const catalog::database_description& found) {
    change_list out;
    detail::change_reader{out, wanted, found}.read();
    return out;
}

} // namespace dataflow::migrate
