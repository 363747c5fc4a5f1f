// Children of one kind: by which foreign key, which of them, and the statement that reads those of all
// parents at once.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/detail/children_plan.hpp>
#include <dataflow/node/list.hpp>
#include <dataflow/node/select_rows.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/sql/tenant_keys.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

template <class M, class... Child>
struct with_children;

namespace node_ {

/// What a record with children holds of a child: its record, or that with children of its own.
template <class Child>
struct child_row : std::type_identity<record<Child>> {
    using model = Child;
};
template <class M, class... Child>
struct child_row<with_children<M, Child...>> : std::type_identity<with_children<M, Child...>> {
    using model = M;
};

} // namespace node_

/// A record of M, and the records of Child that refer to it, in the order of their list. A Child that has
/// children is a `with_children` itself: `with_children<Customer, with_children<Order, Line>>`.
template <class M, class Child>
struct with_children<M, Child> : record<M> {
    std::vector<typename node_::child_row<Child>::type> children;
};

/// The same with children of several kinds: `of<Order>()` are the orders, `get<0>()` those of the first.
template <class M, class First, class Second, class... More>
struct with_children<M, First, Second, More...> : record<M> {
    template <class Child>
    [[nodiscard]] const auto& of() const noexcept {
        constexpr bool is[]{std::is_same_v<typename node_::child_row<First>::model, Child>,
                            std::is_same_v<typename node_::child_row<Second>::model, Child>,
                            std::is_same_v<typename node_::child_row<More>::model, Child>...};
        constexpr std::size_t kinds = [&] {
            std::size_t n = 0;
            for (const bool one : is) n += one ? 1 : 0;
            return n;
        }();
        constexpr std::size_t at = [&] {
            std::size_t i = 0;
            while (i < sizeof(is) && !is[i]) ++i;
            return i;
        }();
        static_assert(kinds != 0, "dataflow: these records have no children of this model");
        constexpr bool one_kind = kinds < 2;
        static_assert(one_kind,
                      "dataflow: several kinds of children are of this model: say get<0>(), get<1>()");
        if constexpr (kinds == 0) return *this;
        else return get<at>();
    }
    template <std::size_t I>
    [[nodiscard]] auto& get() noexcept {
        return node_::detail::link<I>(kinds_);
    }
    template <std::size_t I>
    [[nodiscard]] const auto& get() const noexcept {
        return node_::detail::link<I>(kinds_);
    }

  private:
    template <class Child>
    using list = std::vector<typename node_::child_row<Child>::type>;
    node_::chain<list<First>, list<Second>, list<More>...> kinds_{};
};

} // namespace dataflow

namespace dataflow::node_ {

namespace detail {

template <class Row>
raw_rows rows_in(std::vector<Row>& all) {
    return {reinterpret_cast<std::byte*>(all.data()), all.size(), sizeof(Row)};
}

template <std::size_t I, class Parent>
[[nodiscard]] auto& list_of_kind(Parent& parent) noexcept {
    if constexpr (requires { parent.template get<I>(); }) return parent.template get<I>();
    else return parent.children;
}
template <class Parent, std::size_t I, class Read>
void give_to_parent(void* parent, void* first_child, std::size_t count, bool copied) {
    auto& to = list_of_kind<I>(*static_cast<Parent*>(parent));
    using row = typename std::remove_reference_t<decltype(to)>::value_type;
    auto* child = static_cast<Read*>(first_child);
    const auto of = [](Read& read) -> row& {
        if constexpr (std::is_same_v<Read, row>) return read;
        else return read.first;
    };
    to.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        if (copied) to.push_back(of(child[i]));
        else to.push_back(static_cast<row&&>(of(child[i])));
}

template <auto Member>
inline constexpr auto column_position = static_cast<std::uint16_t>(
    schema::table_of<typename query::column<Member>::model>.find(query::column<Member>::name));

} // namespace detail

/// No children.
struct no_kinds {
    static constexpr bool mixes_tenants = false;
    using models = query::types<>;
    using inputs = query::types<>;
    template <class M>
    using row = record<M>;
    template <class M>
    using name = M;
    template <class M, class... Names>
    struct names {
        using type = with_children<M, Names...>;
    };
    template <class M, class Parent>
    void load(context&, const raw_rows&) const {}
};

/// Children of one kind, those of the list `List` that refer by `Member`, or that `To` joins to what does;
/// and `Nested`, theirs.
template <class List, class Nested, auto Member, auto... To>
struct child_kind {
    using model = typename List::model;
    using link = typename query::column<Member>::model;
    static constexpr bool through = sizeof...(To) != 0;
    /// Over all tenants a parent is known by its key and its tenant, which is that of its children, too.
    static constexpr bool by_tenant = sql::has_keys_per_tenant(
        schema::table_of<typename schema::id_parts<typename query::column<Member>::type>::model>);
    static constexpr bool mixes_tenants =
        (by_tenant && schema::table_of<model>.policy.partition < 0) || Nested::mixes_tenants;
    using models = decltype(std::conditional_t<through, query::types<model, link>, query::types<model>>{} +
                            typename Nested::models{});
    using inputs = decltype(typename List::inputs{} + typename Nested::inputs{});
    using name = typename Nested::template name<model>; ///< in `with_children`
    using row = typename Nested::template row<model>;
    using key_type = typename query::column<Member>::declared;
    using read_row = std::conditional_t<through, chain<row, key_type>, row>;

    List list;
    Nested nested;

    static inline constinit sql::statement_id cache{};
    static constexpr std::uint16_t foreign[]{detail::column_position<Member>};
    static constexpr sql::link_table between{&schema::table_of<link>, detail::column_position<Member>, [] {
                                                 const std::uint16_t at[]{detail::column_position<To>..., 0};
                                                 return at[0];
                                             }()};
    static constexpr sql::statement make_statement() {
        sql::statement out = List::statement;
        out.match = sql::row_match::reference;
        out.cache = &cache;
        out.target = foreign;
        if (through) out.through = &between;
        out.by_tenant = by_tenant;
        return out;
    }
    static constexpr sql::statement statement = make_statement();
    static constexpr auto fields = [] {
        constexpr auto own = schema::fields_of<model>.size();
        std::array<field_access, own + (through ? 1 : 0)> out{};
        for (std::size_t i = 0; i < own; ++i) out[i] = schema::fields_of<model>[i];
        if constexpr (through) {
            constexpr detail::chain_places<read_row> places{};
            out[own] = {static_cast<std::uint32_t>(places.at[1]), &schema::info_of<key_type>,
                        query::column<Member>::name};
        }
        return out;
    }();
    template <class M>
    static constexpr field_access tenant_of() {
        constexpr auto at = schema::table_of<M>.policy.partition;
        if constexpr (!by_tenant || at < 0) return {};
        else return schema::fields_of<M>[static_cast<std::size_t>(at)];
    }
    template <class M, class Parent, std::size_t I>
    static constexpr children_plan plan{&statement,
                                        fields,
                                        schema::fields_of<M>[schema::table_of<M>.key[0]],
                                        fields[through ? fields.size() - 1 : foreign[0]],
                                        &detail::add_record<read_row>,
                                        &detail::reserve_records<read_row>,
                                        &detail::give_to_parent<Parent, I, read_row>,
                                        tenant_of<M>(),
                                        tenant_of<model>()};

    /// Reads those of some parents, and theirs, and gives them to their parents.
    template <class M, class Parent, std::size_t I>
    void load(context& c, const raw_rows& parents) const {
        std::vector<read_row> children;
        typename List::parameters values;
        list.bind(values.to);
        read_children(c, plan<M, Parent, I>, list.clauses,
                      predicate_variant(list.predicate, sql::list_variant::filter), values.span(), parents,
                      &children);
        const auto all = detail::rows_in(children);
        nested.template load<model, row>(c, all);
        give_children(c, plan<M, Parent, I>, parents, all);
    }
};

/// Children of several kinds.
template <class First, class Rest>
struct kinds_and {
    using models = decltype(typename First::models{} + typename Rest::models{});
    using inputs = decltype(typename First::inputs{} + typename Rest::inputs{});

    First first;
    Rest rest;
    static constexpr auto& first_statement = First::statement;
    static constexpr bool mixes_tenants = First::mixes_tenants || Rest::mixes_tenants;

    [[nodiscard]] constexpr std::uint64_t variant() const {
        return first.list.clauses.variant() |
               predicate_variant(first.list.predicate, sql::list_variant::filter);
    }
    template <class M, class Parent, std::size_t I = 0>
    void load(context& c, const raw_rows& parents) const {
        first.template load<M, Parent, I>(c, parents);
        if constexpr (!std::is_same_v<Rest, no_kinds>) rest.template load<M, Parent, I + 1>(c, parents);
    }
    template <class M, class... Before>
    struct names : Rest::template names<M, Before..., typename First::name> {};
    template <class M>
    using name = typename names<M>::type;
    template <class M>
    using row = name<M>;
};

} // namespace dataflow::node_
