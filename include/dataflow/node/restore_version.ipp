// The code of node/restore_version.hpp.
#pragma once

#include <dataflow/node/diagnose.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/restore_version.hpp>
#include <dataflow/node/stored.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/values.hpp>

#include <utility>

namespace dataflow::node_ {

DATAFLOW_RUNTIME void restore_a_version(context& c, const sql::statement& s, const sql::bindings& bound,
                                        std::uint64_t variant, std::span<const field_access> fields,
                                        void* record) {
    auto timed = bound;
    timed.now = time_of_write(*s.table);
    one_row row{record};
    auto target = row.target(fields);
    target.single = true;
    const context::scope whole{c, s};
    try {
        c.run(s, variant, timed, &target);
        if (row.rows == 0) c.run(s, variant | restore_bits::anew, timed, &target);
    } catch (const foreign_key_violation& e) { // SQLite does not say which
        if (!e.constraint().empty()) throw;
        error_info info = e.info();
        c.run(s, variant | restore_bits::look, timed, &target);
        name_missing_parent(c, *s.table, fields, record, info);
        throw foreign_key_violation(std::move(info));
    }
    if (row.rows == 0) fail(error_kind::not_found, s, "no record had such a version", key_names(*s.table));
    whole.done();
}

} // namespace dataflow::node_
