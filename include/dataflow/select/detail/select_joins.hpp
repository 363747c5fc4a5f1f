// The joins of a select, and the table that it starts from.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/node/key_join.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/sources.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/item.hpp>
#include <dataflow/select/detail/common_table.hpp>
#include <dataflow/select/detail/join.hpp>
#include <dataflow/select/detail/select_clauses.hpp>

#include <type_traits>
#include <utility>

namespace dataflow::node_ {

namespace detail {

/// A `from` that replaces tables: but for the one that the expressions are about, none is there.
template <class Select>
constexpr auto find_from_verdict() {
    using From = typename Select::tables;
    using model = typename Select::model;
    if constexpr (tables_of<From>.size() > 1) return rule::a_from_comes_after_joins<model>{};
    else {
        constexpr bool first =
            tables_of<From>.empty() ||
            std::is_same_v<From, typename only_table<typename Select::items_type::model>::type>;
        return clause_verdict<model, "from", first>{};
    }
}
template <class Select, class>
using from_verdict = rule::diagnostic<decltype(find_from_verdict<Select>())>;

} // namespace detail

/// The joins that are written as a select's member functions. The second argument of `from_verdict` is one of
/// the call, so that the verdict waits for it.
template <class Select>
struct select_joins : select_clauses_of<Select> {
    /// The table to start from, where the expressions are about several.
    template <class M, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto from(As as = {}) const& {
        return this->copy().template from<M>(as);
    }
    template <class M, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto from(As = {}) && {
        using once = detail::from_verdict<Select, As>;
        static_assert(once{});
        if constexpr (!rule::is_ok<once>) return this->moved();
        else return Select::template with<query::types<first_table<M, As::alias>>>(this->moved());
    }
    /// The rows of a common table: `.from(tree)`; see select/with.hpp.
    template <class Common>
        requires is_common_table<Common>
    [[nodiscard]] constexpr auto from(const Common& common) const {
        using once = detail::from_verdict<Select, Common>;
        static_assert(once{});
        if constexpr (!rule::is_ok<once>) return this->copy();
        else
            return Select::template with<
                query::types<common_source<Common, query::types<>, join_kind::inner>>>(
                this->copy(), detail::values_of(common));
    }
    /// With the table that a foreign key leads to, or that holds it: `.join<&Order::customer_id>()`.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As as = {}) const& {
        return this->copy().template join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto join(As = {}) && {
        using checked = join_verdict<typename Select::tables, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return Select::template with<
            typename with_join<typename Select::tables, Member, As, join_kind::inner>::type>(this->moved());
    }
    /// The same; rows without a partner stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As as = {}) const& {
        return this->copy().template left_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto left_join(As = {}) && {
        using checked = join_verdict<typename Select::tables, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return Select::template with<
            typename with_join<typename Select::tables, Member, As, join_kind::left>::type>(this->moved());
    }
    /// The same; the rows of the joined table without a partner stay. On SQLite it needs 3.39, as a full join
    /// does.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto right_join(As as = {}) const& {
        return this->copy().template right_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto right_join(As = {}) && {
        using checked = join_verdict<typename Select::tables, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return Select::template with<
            typename with_join<typename Select::tables, Member, As, join_kind::right>::type>(this->moved());
    }
    /// The same; those of both sides stay.
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto full_join(As as = {}) const& {
        return this->copy().template full_join<Member>(as);
    }
    template <auto Member, class As = query::as_name<"">>
    [[nodiscard]] constexpr auto full_join(As = {}) && {
        using checked = join_verdict<typename Select::tables, Member, As>;
        static_assert(rule::told<checked>::verdict);
        return Select::template with<
            typename with_join<typename Select::tables, Member, As, join_kind::full>::type>(this->moved());
    }
    /// With the rows of any table that fulfill a condition: `.join<Price>(field<&Price::from> <=
    /// field<&Order::day>)`,
    /// `.join<Price>(df::as<"old">, condition)`.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) const& {
        return this->copy().template join<M>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto join(const Given&... given) && {
        using checked = joined_verdict<typename Select::tables, join_kind::inner, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::inner, M, rule::is_ok<checked>>(given...);
    }
    /// The same; rows without a partner stay.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) const& {
        return this->copy().template left_join<M>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto left_join(const Given&... given) && {
        using checked = joined_verdict<typename Select::tables, join_kind::left, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::left, M, rule::is_ok<checked>>(given...);
    }
    /// The same; the rows of the joined table without a partner stay.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) const& {
        return this->copy().template right_join<M>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto right_join(const Given&... given) && {
        using checked = joined_verdict<typename Select::tables, join_kind::right, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::right, M, rule::is_ok<checked>>(given...);
    }
    /// The same; those of both sides stay. The condition has an equality of the two.
    template <class M, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) const& {
        return this->copy().template full_join<M>(given...);
    }
    template <class M, class... Given>
    [[nodiscard]] constexpr auto full_join(const Given&... given) && {
        using checked = joined_verdict<typename Select::tables, join_kind::full, M, Given...>;
        static_assert(rule::told<checked>::verdict);
        return joined<join_kind::full, M, rule::is_ok<checked>>(given...);
    }
    // With the rows of a common table that fulfill a condition: `.join(tree, field<&Category::id> ==
    // tree["id"_n])`. Joins that do not name what is joined are refused.
    template <class Given, class... More>
    constexpr auto join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::inner>(given, more...);
        else {
            using checked = misjoin<typename Select::model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto left_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::left>(given, more...);
        else {
            using checked = misjoin<typename Select::model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto right_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::right>(given, more...);
        else {
            using checked = misjoin<typename Select::model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }
    template <class Given, class... More>
    constexpr auto full_join(const Given& given, const More&... more) const {
        if constexpr (is_common_table<Given>) return joined_common<join_kind::full>(given, more...);
        else {
            using checked = misjoin<typename Select::model, Given>;
            static_assert(checked{});
            return refused{};
        }
    }

  private:
    template <join_kind How, class Common, class... Given>
    [[nodiscard]] constexpr auto joined_common(const Common& common, const Given&... given) const {
        using fits = common_verdict<typename Select::tables, How, Common, Given...>;
        using checked = rule::first_broken<
            std::conditional_t<Select::records, rule::a_common_table_has_no_records<Common::table_name>,
                               rule::ok>,
            fits>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return refused_as<typename Select::output>{};
        else
            return join_common<How, typename Select::tables>(
                [this]<class Tables>(typename held_by<Tables>::type&& holds) {
                    return Select::template with<Tables>(this->copy(), std::move(holds));
                },
                this->me().held, common, given...);
    }
    template <join_kind How, class M, bool Kept, class... Given>
    [[nodiscard]] constexpr auto joined(const Given&... given) {
        if constexpr (!Kept) return refused_as<typename Select::output>{};
        else
            return join_on<How, typename Select::tables, M>(
                [this]<class Tables>(typename held_by<Tables>::type&& holds) {
                    return Select::template with<Tables>(this->moved(), std::move(holds));
                },
                std::move(this->me().held), given...);
    }
};

} // namespace dataflow::node_
