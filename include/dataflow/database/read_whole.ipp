// The code of database/read_whole.hpp.
#pragma once

#include <dataflow/database/detail/ask.hpp>
#include <dataflow/database/read_whole.hpp>
#include <dataflow/sql/dialect.hpp>

#include <string>
#include <string_view>

namespace dataflow::database_ {

namespace detail {
inline void write_no_jit(sql::writer& w, const sql::statement&) {
    w << "SELECT set_config('jit', 'off', TRUE)"; // until the transaction ends
}
} // namespace detail

DATAFLOW_RUNTIME catalog::live_description read_whole(context& c, const catalog::read_options& how,
                                                      std::string_view node) {
    if (c.depth() != 0 || c.dialect_data().catalog != sql::catalog_form::pg_catalog)
        return catalog::read(c, how, node);
    return c.atomically(
        [&] {
            (void)ask<std::string>(c, {.node = node, .own_text = &detail::write_no_jit});
            return catalog::read(c, how, node);
        },
        access::read_only);
}

} // namespace dataflow::database_
