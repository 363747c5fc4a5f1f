// The values of a statement written by hand, in the form of the columns that they stand beside; else in the
// common form of the database: decimals as numbers.
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/text.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/detail/raw_beside.hpp>
#include <dataflow/sql/raw_columns.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// One argument of such a statement.
struct raw_argument {
    storage stored{};
    bool list = false;
    std::uint8_t scale = 0; ///< of a decimal
};

} // namespace dataflow::rooms::sql

namespace dataflow::rooms::sql::detail {

/// What stands around a value.
struct raw_around {
    text before{}, after{};
};

/// A value beside a column of decimals that is the library's own: whole numbers of its last digits.
inline void scale_raw(raw_around& out, const raw_argument& given, int scale) {
    const int more = scale - given.scale;
    const auto factor = static_cast<std::int64_t>(dataflow::detail::power_of_ten(more < 0 ? -more : more));
    switch (given.stored) {
    case storage::decimal:
        if (more == 0) return;
        out.before.append(more < 0 ? "dataflow_number(" : "(");
        out.after.append(more < 0 ? ", " : " * ");
        out.after.append_number(more < 0 ? -more : factor);
        out.after.append(")");
        return;
    case storage::int16:
    case storage::int32:
    case storage::int64:
        out.before.append("(");
        out.after.append(" * ");
        out.after.append_number(factor);
        out.after.append(")");
        return;
    case storage::float32:
    case storage::float64:
        out.before.append("round(");
        out.after.append(" * ");
        out.after.append_number(factor);
        out.after.append(", 6)");
        return;
    default: return;
    }
}

/// What stands around the value of a placeholder that is `at` in a text.
inline void find_around(raw_around& out, const writer& w, std::string_view whole, std::size_t at,
                        const raw_argument& given) {
    const auto there = beside(whole.substr(0, at), whole.substr(at + 2));
    const auto column = find_raw_column(*w.forms_there(), there.name, whole);
    const bool decimal = given.stored == storage::decimal && w.dialect().decimals_scaled;
    if (column.form == nullptr && column.known()) {
        if (w.dialect().decimals_scaled && column.type().stored == storage::decimal)
            scale_raw(out, given, column.type().scale);
        return;
    }
    if (column.form != nullptr && (!decimal || column.form->kept.scale == given.scale)) {
        if (column.type().stored != given.stored) return;
        out.before.append(there.stores ? column.form->write.before : column.form->beside.before);
        out.after.append(there.stores ? column.form->write.after : column.form->beside.after);
        return;
    }
    if (!decimal) return;
    out.before.append("dataflow_number(");
    out.after.append(", ");
    out.after.append_number(given.scale);
    out.after.append(")");
}

} // namespace dataflow::rooms::sql::detail
