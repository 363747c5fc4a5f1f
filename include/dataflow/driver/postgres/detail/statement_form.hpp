// A statement as a server keeps it, or gets it each time.
#pragma once

#include <dataflow/driver/named.hpp>
#include <dataflow/driver/postgres/detail/fault.hpp>
#include <dataflow/driver/postgres/detail/handles.hpp>
#include <dataflow/driver/postgres/detail/wire.hpp>
#include <dataflow/sql/forms.hpp>
#include <dataflow/sql/value_source.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::driver::postgres_ {

/// A statement of a connection, as the server keeps it parsed; without a name its text is sent with each run.
struct prepared {
    std::string name;
    std::string text;                       ///< where it is sent with each run, or until the server has it
    std::vector<sql::value_source> sources; ///< of its parameters, once the text was written
    std::vector<type_number> parameters;    ///< the types that it was prepared for
    std::vector<type_number> columns;       ///< the types of its result, once they are known
    std::vector<int> modifiers;             ///< and their modifiers, of a statement that stores values
    std::vector<const sql::column_form*>
        forms;                    ///< of the first columns of its result: see `written_statement`
    named_fields named;           ///< the fields by the columns' names, where they are matched so
    std::uint64_t used = 0;       ///< when it was used last, in uses of all
    std::uint32_t generation = 0; ///< how often a form was left behind that could not be closed
    bool ready = false;
    bool described = false; ///< `columns` and `named` are known
    bool written = false;   ///< `sources` are known
    bool there = false;     ///< the server has it already, from somebody else

    /// Whether a column of the result is an enumeration, which is read by its names.
    [[nodiscard]] bool is_name(std::size_t i) const noexcept {
        return i < forms.size() && forms[i] != nullptr && forms[i]->as_name;
    }
    [[nodiscard]] bool has_names() const noexcept {
        for (std::size_t i = 0; i < forms.size(); ++i)
            if (is_name(i)) return true;
        return false;
    }
};

/// Whether a failure means that the prepared form is out of date: the table was changed, or someone
/// dropped the session's statements. Nothing was done then. `name`: the form's; of an EXECUTE by hand another
/// statement may be missing.
[[nodiscard]] inline bool is_stale(const PGresult* result, std::string_view name) noexcept {
    const auto code = report_field(result, PG_DIAG_SQLSTATE);
    if (code == "26000") {
        const auto text = report_field(result, PG_DIAG_MESSAGE_PRIMARY);
        return name.empty() || text.find(name) != text.npos;
    }
    // "cached plan must not change result type": told by its origin, for the text may be translated.
    return code == "0A000" && report_field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

} // namespace dataflow::driver::postgres_
