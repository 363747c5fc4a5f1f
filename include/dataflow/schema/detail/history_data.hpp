// The table of past versions of a model with the option `history`.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/reflect/names.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/table_name.hpp>
#include <dataflow/schema/types.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace dataflow::schema::detail {

/// A table's name with the suffix; within its quotes, where it has some.
template <std::size_t Size>
constexpr std::array<char, Size + history_suffix.size()> history_name(std::string_view name) {
    std::array<char, Size + history_suffix.size()> out{};
    const bool quoted = Size != 0 && name.back() == '"';
    std::size_t at = 0;
    for (std::size_t i = 0; i < Size; ++i) {
        if (quoted && i + 1 == Size)
            for (const char c : history_suffix) out[at++] = c;
        out[at++] = name[i];
    }
    if (!quoted)
        for (const char c : history_suffix) out[at++] = c;
    return out;
}

/// The columns of the table, as plain values, and after them those of the period.
template <std::size_t Total>
constexpr std::array<column, Total + history_columns.size()>
make_history_columns(const std::array<column, Total>& of) {
    std::array<column, Total + history_columns.size()> out{};
    for (std::size_t i = 0; i < Total; ++i) {
        out[i] = of[i];
        out[i].generated = false;
        if (out[i].computed()) out[i].managed_by = managed::none;
    }
    const type_info* const types[]{&info_of<std::int64_t>, &info_of<timestamp>,
                                   &info_of<std::optional<timestamp>>, &info_of<bool>};
    for (std::size_t i = 0; i < history_columns.size(); ++i) {
        out[Total + i] = column{history_columns[i], types[i], managed::history, i == 0};
        out[Total + i].field = history_columns[i];
    }
    return out;
}

/// `Data`: the model's `model_data`.
template <class Data>
struct history_data {
    static constexpr auto columns = make_history_columns(Data::columns);
    static constexpr auto key = [] {
        std::array<std::uint16_t, Data::key_size + 1> out{};
        for (std::size_t i = 0; i < Data::key_size; ++i) out[i] = Data::key[i];
        out[Data::key_size] = static_cast<std::uint16_t>(Data::total);
        return out;
    }();
    static constexpr auto name = history_name<Data::name.size()>(Data::name);
    static constexpr auto former = history_name<Data::opts.renamed_table.size()>(Data::opts.renamed_table);

    /// Where the columns lie in a record, for their defaults; those of the period have none.
    static constexpr auto fields = [] {
        std::array<field_access, columns.size()> out{};
        for (std::size_t i = 0; i < columns.size(); ++i)
            out[i] = {i < Data::total ? Data::places[i].offset : 0, columns[i].type, columns[i].name};
        return out;
    }();

    static constexpr table description = [] {
        table t;
        t.model = Data::model;
        t.name = {name.data(), name.size()};
        t.columns = columns;
        t.key = key;
        t.own_columns = Data::own;
        t.policy.partition = Data::partition;
        t.policy.secured = Data::opts.row_level_security;
        if (!Data::opts.renamed_table.empty()) t.renamed_table = {former.data(), former.size()};
        t.renamed = Data::renamed;
        return t;
    }();
};

} // namespace dataflow::schema::detail
