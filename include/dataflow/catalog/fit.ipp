// The code of catalog/fit.hpp.
#pragma once

#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/mapped.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

namespace detail {
/// A text whose collation takes different ones for equal: compared as the column does, and otherwise by
/// bytes.
inline void fold(column_fit& out, const catalog_source& source, const column& wanted, const column& found) {
    if (stored_type(*wanted.type.model).stored != storage::text) return;
    out.warning = words_of_folding(found);
    if (out.how != column_fit::verdict::own) return;
    out.how = column_fit::verdict::formed;
    out.read = {"(", std::string{source.by_bytes} + ")"};
}
} // namespace detail

DATAFLOW_RUNTIME column_fit fit_of(dialect d, const column& wanted, const column& found) {
    const auto& source = source_of(d);
    column_fit out;
    if (source.fit != nullptr) {
        out = source.fit(wanted, found);
        if (found.folds && out.how != column_fit::verdict::refused) detail::fold(out, source, wanted, found);
        return out;
    }
    if (!keeps_values(d, wanted.type, found.type)) out.how = column_fit::verdict::refused;
    return out;
}

DATAFLOW_RUNTIME std::vector<shape_count> shapes_in(std::string_view text) {
    std::vector<shape_count> out;
    while (!text.empty()) {
        auto& one = out.emplace_back();
        const auto* const end = text.data() + text.size();
        std::int64_t packed = 0;
        auto at = std::from_chars(text.data(), end, packed).ptr;
        one.shape = sql::found_shape::of(packed);
        if (at != end) at = std::from_chars(at + 1, end, one.count).ptr;
        text.remove_prefix(static_cast<std::size_t>(at - text.data()));
        if (!text.empty()) text.remove_prefix(1);
    }
    return out;
}

DATAFLOW_RUNTIME void settle(column_fit& fit, const column& wanted, const column& found,
                             std::span<const shape_count> shapes) {
    if (const auto how = source_of(dialect::sqlite).settle; how != nullptr) how(fit, wanted, found, shapes);
}

} // namespace dataflow::catalog
