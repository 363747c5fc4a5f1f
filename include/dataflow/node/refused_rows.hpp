// What a refused node gives in the place of rows, records, pages and the outcomes of upserts and bulk nodes.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/schema/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace dataflow::node_ {

/// A value of a row whose select was refused: it converts to everything and can be printed.
struct refused_value {
    template <class T>
        requires(!std::is_arithmetic_v<T>)
    [[nodiscard]] constexpr operator T() const {
        __builtin_trap();
    }
    [[nodiscard]] constexpr operator int() const { return 0; } // as every number, and in arithmetic
    template <class Stream>
    friend constexpr Stream& operator<<(Stream& to, const refused_value&) {
        return to;
    }
};
/// A row with names whose select was refused: it has every name.
struct refused_row {
    template <class Name>
    [[nodiscard]] constexpr refused_value operator[](Name) const {
        return {};
    }
    template <fixed_string Name>
    [[nodiscard]] constexpr refused_value get() const {
        return {};
    }
};

namespace detail {

/// Of a struct that cannot be a model, what has the members of its records and pages nonetheless.
template <class M>
struct broken_page {
    std::vector<M> records;
    std::optional<std::string> next;
    std::int64_t total = 0;
};
struct nothing_of {};

template <class M>
constexpr auto find_refused_record() {
    if constexpr (rule::is_ok<schema::shape_verdict<M>>) return std::type_identity<record<M>>{};
    else if constexpr (schema::detail::complete<M> && std::is_class_v<M>) return std::type_identity<M>{};
    else return std::type_identity<nothing_of>{};
}

} // namespace detail

/// What stands for a record and a page of a model that is refused.
template <class M>
using refused_record = typename decltype(detail::find_refused_record<M>())::type;
template <class M>
using refused_page = detail::broken_page<refused_record<M>>;
template <class Row>
struct step_of<detail::broken_page<Row>> : std::type_identity<Row> {};

/// What stands for an upsert's output.
template <class M>
struct refused_upsert {
    refused_record<M> record;
    bool created = false;
};

/// What stands for a bulk node's output, and for the hits of `df::search_ranked` and `df::nearest`.
struct refused_bulk {
    std::int64_t requested = 0, created = 0, updated = 0, skipped = 0, deleted = 0;
    std::vector<bulk_failure> failures{};
    std::vector<refused_value> ids{};
};
template <class M>
struct refused_hit {
    refused_record<M> record;
    double rank = 0, distance = 0;
};

} // namespace dataflow::node_
