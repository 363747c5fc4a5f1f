// List, count and exists.
#pragma once

#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/refused.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/select.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow {

/// Records of a list.
template <class M>
struct page {
    std::vector<record<M>> records;
    std::optional<std::int64_t> total; ///< how many fit in all, after `with_total()`
    std::optional<cursor> next;        ///< where the next page begins; nothing at the end, or without a limit
};

} // namespace dataflow

namespace dataflow::node_ {

namespace detail {

/// The key of an ordering as plain data; it has been checked.
template <class M, class O>
constexpr sql::order_term order_term_of() {
    constexpr auto at = static_cast<std::size_t>(schema::table_of<M>.find(O::column::name));
    return {static_cast<std::uint16_t>(at), O::descending, O::nulls_come_first, schema::table_of<M>.columns[at].nullable()};
}

template <class M, class T>
constexpr auto find_order_verdict() {
    using ordering = typename query::as_ordering<T>::type;
    if constexpr (!query::is_ordering<T> && !query::scalar<T>) return rule::an_argument_is_no_ordering<M, T>{};
    else if constexpr (!requires { ordering::column::name; }) return rule::an_argument_is_no_ordering<M, T>{};
    else {
        using model = typename ordering::column::model;
        if constexpr (!std::is_void_v<model> && !std::is_same_v<model, M>) return rule::a_field_of_another_model_is_used<M, model>{};
        else if constexpr (schema::table_of<M>.find(ordering::column::name) < 0)
            return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
        else if constexpr (query::category_of<typename ordering::column::type> > query::category::enumeration)
            return rule::records_are_ordered_by_an_array_or_json<M, query::detail::field_text<typename ordering::column>>{};
        else return rule::kept{};
    }
}

/// The orderings given, and behind them the parts of the key that they lack: so an order is always total.
template <class M, class... O>
constexpr auto total_order() {
    constexpr std::array<sql::order_term, sizeof...(O)> given{order_term_of<M, O>()...};
    constexpr auto lacks = [](std::uint16_t key, const auto& list) {
        for (const auto& o : list)
            if (o.column == key) return false;
        return true;
    };
    constexpr std::size_t n = [&] {
        std::size_t count = given.size();
        for (const auto k : schema::table_of<M>.key) count += lacks(k, given) ? 1 : 0;
        return count;
    }();
    std::array<sql::order_term, n> out{};
    std::size_t at = 0;
    for (const auto& o : given) out[at++] = o;
    for (const auto k : schema::table_of<M>.key)
        if (lacks(k, given)) out[at++] = sql::order_term{k, !given.empty() && given.back().descending, false, false};
    return out;
}

} // namespace detail

/// The verdict on the keys of an ordering of M.
template <class M, class... T>
using order_verdict = rule::first_broken<decltype(detail::find_order_verdict<M, T>())...>;

/// Counts the records that fit.
template <class M, class P>
struct count_node {
    using model = M;
    using output = std::int64_t;
    static constexpr bool writes = false;
    static inline constinit sql::slots cache{};
    static constexpr sql::statement statement{.node = "count",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_count,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>};
    P predicate{};

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        static_assert(where_verdict<M, Q>{});
        auto checked = checked_predicate<M>(std::forward<Q>(q));
        return count_node<M, decltype(checked)>{std::move(checked)};
    }
    output execute(context& c) const {
        bound_values<P::parameters, P::lists> values;
        predicate.bind(values.to);
        output out = 0;
        one_row row{&out};
        auto target = row.target(integer_field);
        c.connection().run(statement, variant(), values.span(), &target);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return predicate_variant(predicate, sql::list_variant::filter); }

  private:
    static constexpr std::array<field_access, 1> integer_field{field_access{0, &schema::info_of<std::int64_t>, "count"}};
};

/// Whether any record fits.
template <class M, class P>
struct exists_node {
    using model = M;
    using output = bool;
    static constexpr bool writes = false;
    static inline constinit sql::slots cache{};
    static constexpr sql::statement statement{.node = "exists",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_exists,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>};
    P predicate{};

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        static_assert(where_verdict<M, Q>{});
        auto checked = checked_predicate<M>(std::forward<Q>(q));
        return exists_node<M, decltype(checked)>{std::move(checked)};
    }
    output execute(context& c) const {
        bound_values<P::parameters, P::lists> values;
        predicate.bind(values.to);
        output out = false;
        one_row row{&out};
        auto target = row.target(boolean_field);
        c.connection().run(statement, variant(), values.span(), &target);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return predicate_variant(predicate, sql::list_variant::filter); }

  private:
    static constexpr std::array<field_access, 1> boolean_field{field_access{0, &schema::info_of<bool>, "exists"}};
};

/// A list of records; its clauses give new lists.
template <class M, class P, class... O>
struct list_node {
    using model = M;
    using output = page<M>;
    static constexpr bool writes = false;
    static inline constinit sql::slots cache{};
    static constexpr auto order = detail::total_order<M, O...>();
    static constexpr sql::statement statement{.node = "list",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_list,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>,
                                              .order = order};
    P predicate{};
    std::optional<std::int64_t> most{};
    std::int64_t skipped = 0;
    bool total_wanted = false;
    std::optional<cursor> behind{};

    /// Only records that fulfil a predicate.
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const {
        static_assert(where_verdict<M, Q>{});
        static_assert(std::is_same_v<P, every>, "dataflow: a list has one where; join its parts with &&");
        auto checked = checked_predicate<M>(std::forward<Q>(q));
        return list_node<M, decltype(checked), O...>{std::move(checked), most, skipped, total_wanted, behind};
    }
    /// In this order: columns, `df::asc(column)`, `df::desc(column)`; equal records by their key.
    template <class... T>
    [[nodiscard]] constexpr auto order_by(const T&...) const {
        static_assert(sizeof...(O) == 0, "dataflow: a list has one order_by; give it all its keys");
        using verdict = order_verdict<M, T...>;
        static_assert(verdict{});
        if constexpr (!rule::is_kept<verdict>) return *this;
        else return list_node<M, P, typename query::as_ordering<T>::type...>{predicate, most, skipped, total_wanted, behind};
    }
    /// At most n records (n is not negative).
    [[nodiscard]] constexpr list_node limit(std::int64_t n) const {
        list_node out = *this;
        out.most = n;
        return out;
    }
    /// Without the first n. For many pages, `after` is faster.
    [[nodiscard]] constexpr list_node offset(std::int64_t n) const {
        list_node out = *this;
        out.skipped = n;
        return out;
    }
    /// Behind the end of an earlier page: `.after(*page.next)`.
    [[nodiscard]] list_node after(cursor position) const {
        list_node out = *this;
        out.behind = std::move(position);
        return out;
    }
    /// Also counts all records that fit, whatever the limit, in the same transaction.
    [[nodiscard]] constexpr list_node with_total() const {
        list_node out = *this;
        out.total_wanted = true;
        return out;
    }

    [[nodiscard]] output execute(context& c) const {
        output out;
        if (!total_wanted) {
            fill(c, out);
            return out;
        }
        c.atomically(
            [&] {
                fill(c, out);
                out.total = count_node<M, P>{predicate}.execute(c);
            },
            access::read_only, isolation::repeatable_read);
        return out;
    }

    /// Opens the list for reading record by record. What it gives keeps a copy of the list, whose values the
    /// driver borrows until the last row.
    [[nodiscard]] std::unique_ptr<driver::cursor> open(context& c) const { return std::make_unique<rows>(*this, c); }

    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::list_variant;
        return predicate_variant(predicate, bits::filter) | (most ? bits::limit : 0) | (skipped != 0 ? bits::offset : 0) |
               (behind ? bits::after : 0);
    }

  private:
    using parameters = bound_values<P::parameters + order.size() + 2, P::lists>;

    class rows final : public driver::cursor {
      public:
        rows(const list_node& what, context& c) : list_(what) {
            list_.bind(values_, list_.most);
            from_ = c.connection().open(statement, list_.variant(), values_.span(), schema::fields_of<M>);
        }
        [[nodiscard]] bool next(void* object) override { return from_->next(object); }

      private:
        list_node list_;
        parameters values_;
        std::unique_ptr<driver::cursor> from_;
    };

    void bind(parameters& to, const std::optional<std::int64_t>& limit_value) const {
        if (most.value_or(0) < 0 || skipped < 0)
            fail(error_kind::invalid_value, statement, "a limit or offset is negative");
        predicate.bind(to.to);
        if (behind)
            behind->values(
                statement, [](void* all, const value& v) { static_cast<parameters*>(all)->add(v); }, &to);
        if (limit_value) to.add(value::of_integer(storage::int64, *limit_value));
        if (skipped != 0) to.add(value::of_integer(storage::int64, skipped));
    }

    void fill(context& c, output& out) const {
        // One more than wanted tells whether there is a next page.
        const auto asked = most && *most < INT64_MAX ? std::optional{*most + 1} : most;
        parameters values;
        bind(values, asked);
        if (most && *most < 4096) out.records.reserve(static_cast<std::size_t>(*most) + 1);
        auto target = rows_into(out.records, schema::fields_of<M>);
        c.connection().run(statement, variant(), values.span(), &target);
        if (most && static_cast<std::int64_t>(out.records.size()) > *most) {
            out.records.pop_back();
            if (!out.records.empty()) out.next = cursor::at(statement, schema::fields_of<M>, &out.records.back());
        }
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// The records of a model: `df::list<User>().where(...).order_by(...).limit(10)`.
template <class M>
[[nodiscard]] constexpr auto list() {
    static_assert(schema::model_verdict<M>{});
    if constexpr (!schema::is_model<M>) return node_::refused{};
    else return node_::list_node<M, node_::every>{};
}
/// How many records there are: `df::count<User>().where(...)`.
template <class M>
[[nodiscard]] constexpr auto count() {
    static_assert(schema::model_verdict<M>{});
    if constexpr (!schema::is_model<M>) return node_::refused{};
    else return node_::count_node<M, node_::every>{};
}
/// Whether there is any: `df::exists<User>().where(...)`.
template <class M>
[[nodiscard]] constexpr auto exists() {
    static_assert(schema::model_verdict<M>{});
    if constexpr (!schema::is_model<M>) return node_::refused{};
    else return node_::exists_node<M, node_::every>{};
}

} // namespace dataflow
