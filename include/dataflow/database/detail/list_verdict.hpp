// The verdict on the list of a database's models.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/detail/mark_rings.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/reflect/aggregate.hpp>
#include <dataflow/schema/model.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// The tables of a database, and whether two of their tables and indexes have one name. The same index twice
/// is one.
template <class... M>
struct relations {
    static constexpr std::array<const schema::table*, sizeof...(M)> tables{&schema::table_of<M>...};
    static constexpr std::size_t size =
        (std::size_t{0} + ... + schema::detail::relation_count(schema::table_of<M>));
    static constexpr auto same = schema::detail::find_equal_relations<size>(tables);

    /// The position of the model whose table has the n-th name.
    static constexpr std::size_t model_of(std::size_t n) {
        std::size_t m = 0;
        for (; n >= schema::detail::relation_count(*tables[m]); ++m)
            n -= schema::detail::relation_count(*tables[m]);
        return m;
    }
    static constexpr std::size_t first_of(std::size_t model) {
        std::size_t n = 0;
        for (std::size_t m = 0; m < model; ++m) n += schema::detail::relation_count(*tables[m]);
        return n;
    }
    template <std::size_t Model>
    using model = std::tuple_element_t<Model, std::tuple<M...>>;

    static constexpr auto verdict() {
        if constexpr (!same.found()) return rule::ok{};
        else {
            constexpr auto first = model_of(same.first), second = model_of(same.second);
            constexpr auto& table = schema::table_of<model<second>>;
            return rule::two_tables_or_indexes_of_a_database_have_the_same_name<
                model<first>, model<second>,
                schema::detail::spelled_relation<table, same.second - first_of(second)>()>{};
        }
    }
};

/// The first two models that have one table, of these names; equal positions where there are none.
template <std::size_t N>
constexpr std::pair<std::size_t, std::size_t> same_table(const std::array<std::string_view, N>& names) {
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = i + 1; !names[i].empty() && j < names.size(); ++j)
            if (const auto a = schema::path_of(names[i]), b = schema::path_of(names[j]);
                schema::same_name(a.name, b.name) && schema::same_name(a.space, b.space))
                return {i, j};
    return {0, 0};
}

/// Every foreign key's table is in the list, too.
template <class List, class M, class Other>
using reference_verdict = std::conditional_t<
    std::is_void_v<Other> || among<Other, List>, rule::ok,
    rule::a_foreign_key_refers_to_a_model_that_is_not_in_the_list_of_the_database<M, Other>>;
template <class List, class M, class... F>
constexpr auto find_references_verdict(types<F...>) {
    return rule::first_broken<
        reference_verdict<List, M, typename schema::id_parts<schema::bare<F>>::model>...>{};
}

/// The tables of the foreign keys that the options give, too.
template <class M, class... All>
constexpr auto find_targets_verdict() {
    constexpr auto outside = [] {
        for (const auto& f : schema::table_of<M>.foreign_keys) {
            bool there = f.more == 0;
            for (const auto* t : {&schema::table_of<All>...}) there = there || t->name == f.table;
            if (!there) return f.table;
        }
        return std::string_view{};
    }();
    if constexpr (outside.empty()) return rule::ok{};
    else
        return rule::a_foreign_key_over_columns_refers_to_a_table_that_is_not_in_the_list_of_the_database<
            M, fixed_string<outside.size() + 1>{outside}>{};
}

template <class... M>
constexpr auto find_ring_verdict() {
    if constexpr ((options_of<M>.soft_delete || ...)) {
        constexpr auto at = find_ring(relations<M...>::tables);
        if constexpr (at < sizeof...(M))
            return rule::soft_deletes_cascade_in_a_cycle<std::tuple_element_t<at, std::tuple<M...>>>{};
        else return rule::ok{};
    } else return rule::ok{};
}

/// Models with an audit log need the log, with tenants one that tenants see.
template <class... M>
constexpr auto find_audit_verdict() {
    if constexpr ((options_of<M>.audit_log || ...)) {
        constexpr auto at = [](bool tenants) {
            const bool audited[]{options_of<M>.audit_log && (!tenants || options_of<M>.multi_tenant)...};
            std::size_t i = 0;
            while (i < sizeof...(M) && !audited[i]) ++i;
            return i;
        };
        constexpr bool tenants = at(true) < sizeof...(M);
        constexpr bool there = ((is_audit_log<M> && options_of<M>.multi_tenant == tenants) || ...);
        if constexpr (there) return rule::ok{};
        else {
            using model = std::tuple_element_t<at(tenants), std::tuple<M...>>;
            if constexpr (tenants)
                return rule::
                    an_audit_log_of_tenants_needs_tenant_audit_record_of_dataflow_audit_hpp_in_the_list<
                        model>{};
            else return rule::an_audit_log_needs_audit_record_of_dataflow_audit_hpp_in_the_list<model>{};
        }
    } else return rule::ok{};
}

template <class... M>
constexpr auto find_list_verdict() {
    using each = rule::first_broken<schema::model_verdict<M>...>;
    if constexpr (!rule::is_ok<each>) return each{};
    else {
        constexpr auto same = same_table<sizeof...(M)>({schema::table_name<M>...});
        constexpr auto was = same_table<sizeof...(M)>({schema::table_of<M>.renamed_table...});
        if constexpr (same.first != same.second)
            return rule::two_models_of_a_database_have_the_same_table<
                std::tuple_element_t<same.first, std::tuple<M...>>,
                std::tuple_element_t<same.second, std::tuple<M...>>>{};
        else if constexpr (was.first != was.second)
            return rule::two_models_of_a_database_had_the_same_table<
                std::tuple_element_t<was.first, std::tuple<M...>>,
                std::tuple_element_t<was.second, std::tuple<M...>>>{};
        else
            return rule::first_broken<
                decltype(find_references_verdict<types<M...>, M>(reflect::types_of<M>{}))...,
                decltype(find_targets_verdict<M, M...>())..., decltype(relations<M...>::verdict()),
                decltype(find_ring_verdict<M...>()), decltype(find_audit_verdict<M...>())>{};
    }
}
/// The verdict on the list of a database's models.
template <class... M>
using list_verdict = rule::diagnostic<decltype(find_list_verdict<M...>())>;

} // namespace dataflow::database_
