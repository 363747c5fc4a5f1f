// Bulk update and bulk delete: by predicate, by rows, by keys.
#pragma once

#include <dataflow/node/batch.hpp>
#include <dataflow/node/bulk_insert.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/duplicates.hpp>
#include <dataflow/node/erase.hpp>
#include <dataflow/node/row_source.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/bulk.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

namespace detail {

/// A limit is bound last; it is not negative.
template <class Values>
void add_limit(Values& values, const sql::statement& s, const std::optional<std::int64_t>& most) {
    if (!most) return;
    if (*most < 0) fail(error_kind::invalid_value, s, "a limit is negative");
    values.add(value::of_integer(storage::int64, *most));
}

/// Without `df::everything`, a predicate that is wholly absent must not become all records.
template <class P>
void refuse_absent(const sql::statement& s, std::uint64_t variant) {
    if constexpr (!std::is_same_v<P, every>)
        if (!query::anything_left<P>(variant, 0))
            fail(error_kind::protected_operation, s, "every part of the predicate is absent; df::everything is for all records");
}

} // namespace detail

/// Updates all records that fit a predicate.
template <class M, class P, class Set>
struct bulk_update_node {
    using model = M;
    using output = bulk_result<M>;
    static constexpr bool writes = true;
    static inline constinit sql::slots cache{};
    static constexpr auto changed = set_columns<M, Set>::value;
    static constexpr sql::statement statement{.node = "bulk update",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_bulk_update,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>,
                                              .assignments = &write_assignments<Set>,
                                              .columns = changed,
                                              .writes = true};
    P where;
    Set set;
    std::optional<std::int64_t> most{};

    /// At most n records: the first in the order of their key.
    [[nodiscard]] constexpr bulk_update_node limit(std::int64_t n) const {
        bulk_update_node out = *this;
        out.most = n;
        return out;
    }
    output execute(context& c) const {
        const auto v = variant();
        detail::refuse_absent<P>(statement, v);
        bound_values<Set::parameters + P::parameters + 2, Set::lists + P::lists> values;
        set.bind(values.to);
        add_time(values, *statement.table);
        where.bind(values.to);
        detail::add_limit(values, statement, most);
        output out;
        out.updated = naming_foreign_keys(c, statement, changed, [&] {
            return c.connection().run(statement, v, values.span(), nullptr).affected;
        });
        out.requested = out.updated;
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(where, sql::bulk_variant::filter) | (most ? sql::bulk_variant::limit : 0);
    }
};

/// Deletes all records that fit a predicate.
template <class M, class P>
struct bulk_delete_node {
    using model = M;
    using output = bulk_result<M>;
    static constexpr bool writes = true;
    static inline constinit sql::slots cache{};
    static constexpr sql::statement statement{.node = "bulk delete",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_bulk_delete,
                                              .cache = &cache,
                                              .predicate = predicate_writer<P>,
                                              .writes = true};
    P where;
    std::optional<std::int64_t> most{};

    /// At most n records: the first in the order of their key.
    [[nodiscard]] constexpr bulk_delete_node limit(std::int64_t n) const {
        bulk_delete_node out = *this;
        out.most = n;
        return out;
    }
    output execute(context& c) const {
        const auto v = variant();
        detail::refuse_absent<P>(statement, v);
        bound_values<P::parameters + 1, P::lists> values;
        where.bind(values.to);
        detail::add_limit(values, statement, most);
        output out;
        out.deleted = run_delete(c, statement, v, values.span());
        out.requested = out.deleted;
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return predicate_variant(where, sql::bulk_variant::filter) | (most ? sql::bulk_variant::limit : 0);
    }
};

/// The work of statements that find their records by keys in rows.
class keyed_work : public batch_work {
  public:
    /// `fields`: the key's, then what else the statement takes from a row.
    keyed_work(const sql::statement& s, const sql::statement* missing, std::span<const field_access> fields) noexcept
        : statement_(s), missing_(missing), fields_(fields) {}

    bulk_counts attempt(context& c, const batch& rows) override {
        rows_view view = rows.rows;
        view.fields = fields_;
        const auto order = c.postgres() ? std::vector<std::uint32_t>{} : by_key(rows.rows);
        if (!order.empty()) view.order = order.data();
        bulk_counts done;
        value_list values;
        if (missing_ == nullptr) { // a delete
            values.add(value::of_rows(view));
            done.deleted = run_delete(c, statement_, 0, values.span());
            return done;
        }
        if (const auto same = first_duplicate(rows.rows, fields_.first(keys())))
            fail(error_kind::too_many_rows, statement_, words_for(rows, *same, repeats()), fields_[0].name);
        add_time(values, *statement_.table);
        values.add(value::of_rows(view));
        done.updated = naming_foreign_keys(c, statement_, statement_.columns, [&] {
            return c.connection().run(statement_, 0, values.span(), nullptr).affected;
        });
        if (done.updated != static_cast<std::int64_t>(rows.rows.count)) refuse_missing(c, rows);
        return done;
    }
    void forget(std::size_t) override {}
    [[nodiscard]] std::size_t noted() const override { return 0; }
    [[nodiscard]] std::vector<two_rows> repeated(const batch& rows) const override {
        if (missing_ == nullptr) return {};
        return all_duplicates(rows.rows, fields_.first(keys()));
    }
    [[nodiscard]] std::string_view repeats() const override { return "key"; }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind != error_kind::foreign_key_violation || missing_ == nullptr || c.postgres()) return;
        error_info exact = info;
        exact.constraint.clear();
        exact.field.clear();
        for (std::size_t i = 0; i < statement_.columns.size(); ++i) {
            for (const auto& f : statement_.table->foreign_keys) {
                if (f.column != statement_.columns[i]) continue;
                const std::array<std::uint16_t, 1> column{f.column};
                sql::statement s{info.node, statement_.table, &detail::write_parent_exists};
                s.columns = column;
                const auto v = load(fields_[keys() + i], row.rows.row(0));
                if (v.is_null() || detail::yes(c, s, std::span{&v, 1})) continue;
                exact.constraint = schema::foreign_key_name(*statement_.table, f);
                exact.field = std::string{statement_.table->columns[f.column].name};
                info = std::move(exact);
                return;
            }
        }
    }

  private:
    [[nodiscard]] std::size_t keys() const noexcept { return statement_.table->key.size(); }

    /// The rows' positions in the order of their keys, in which SQLite has the records side by side: each
    /// page is then visited once. Empty where they are in that order already.
    [[nodiscard]] std::vector<std::uint32_t> by_key(const rows_view& rows) const {
        std::vector<std::uint32_t> out;
        const auto& key = fields_[0];
        const auto before = [](const value& a, const value& b) {
            switch (a.stored) {
            case storage::text:
            case storage::bytes:
            case storage::uuid: return a.text_view() < b.text_view();
            case storage::float32:
            case storage::float64: return a.real < b.real;
            default: return a.integer < b.integer;
            }
        };
        bool sorted = key.type->optional == nullptr && key.type->map == nullptr;
        if (!sorted) return out;
        for (std::size_t i = 1; i < rows.count && sorted; ++i) sorted = !before(load(key, rows.row(i)), load(key, rows.row(i - 1)));
        if (sorted) return out;
        out.resize(rows.count);
        for (std::size_t i = 0; i < rows.count; ++i) out[i] = static_cast<std::uint32_t>(i);
        if (key.type->stored == storage::int64 || key.type->stored == storage::int32) { // most keys: no detour to compare
            std::vector<std::pair<std::int64_t, std::uint32_t>> pairs(rows.count);
            for (std::size_t i = 0; i < rows.count; ++i) pairs[i] = {load(key, rows.row(i)).integer, static_cast<std::uint32_t>(i)};
            std::sort(pairs.begin(), pairs.end());
            for (std::size_t i = 0; i < rows.count; ++i) out[i] = pairs[i].second;
        } else
            std::sort(out.begin(), out.end(), [&](std::uint32_t a, std::uint32_t b) {
                const auto left = load(key, rows.row(a));
                const auto right = load(key, rows.row(b));
                return before(left, right) || (a < b && !before(right, left));
            });
        return out;
    }

    [[noreturn]] void refuse_missing(context& c, const batch& rows) const {
        rows_view view = rows.rows;
        view.fields = fields_.first(keys());
        const auto v = value::of_rows(view);
        std::int64_t position = 1;
        one_row row{&position};
        const std::array<field_access, 1> field{field_access{0, &schema::info_of<std::int64_t>, "ord"}};
        auto target = row.target(field);
        c.connection().run(*missing_, 0, std::span{&v, 1}, &target);
        fail(error_kind::not_found, statement_, "no record has this key", key_names(*statement_.table));
    }

    const sql::statement& statement_;
    const sql::statement* missing_;
    std::span<const field_access> fields_;
};

/// The columns that rows set when none are chosen.
template <class M>
struct all_plain_columns {
    static constexpr auto& value = plain_columns<M>;
};

/// Updates records by rows: each row's key says which, its other fields what they become.
template <class M, class Range, class Columns>
struct bulk_update_rows_node {
    using model = M;
    using output = bulk_result<M>;
    static constexpr bool writes = true;
    static inline constinit sql::slots cache{};
    static inline constinit sql::slots missing_cache{};
    static constexpr sql::statement statement{.node = "bulk update",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_bulk_update_rows,
                                              .cache = &cache,
                                              .columns = Columns::value,
                                              .writes = true};
    static constexpr sql::statement missing{.node = "bulk update",
                                            .table = &schema::table_of<M>,
                                            .write = &sql::write_first_missing,
                                            .cache = &missing_cache};
    held_rows<Range> rows;
    std::size_t size = default_batch_size * 10;
    atomicity undone = atomicity::all;

    // Each option gives the node on: a temporary one is moved, a named one copied.

    /// Only these columns are set, instead of all.
    template <query::scalar... C>
    [[nodiscard]] constexpr auto set(const C&... columns) const& {
        return bulk_update_rows_node{*this}.set(columns...);
    }
    [[nodiscard]] constexpr bulk_update_rows_node batch_size(std::size_t n) const& { return bulk_update_rows_node{*this}.batch_size(n); }
    [[nodiscard]] constexpr bulk_update_rows_node atomic(atomicity how) const& { return bulk_update_rows_node{*this}.atomic(how); }
    [[nodiscard]] constexpr bulk_update_rows_node per_batch() const& { return atomic(atomicity::batch); }
    [[nodiscard]] constexpr bulk_update_rows_node per_row() const& { return atomic(atomicity::row); }
    template <query::scalar... C>
    [[nodiscard]] constexpr auto set(const C&...) && {
        static_assert(set_columns_verdict<M, C...>{});
        if constexpr (!rule::is_kept<set_columns_verdict<M, C...>>) return refused{};
        else return bulk_update_rows_node<M, Range, target<static_cast<std::uint16_t>(column_index<M, C>)...>>{std::move(rows), size, undone};
    }
    [[nodiscard]] constexpr bulk_update_rows_node batch_size(std::size_t n) && {
        size = n == 0 ? 1 : n;
        return std::move(*this);
    }
    [[nodiscard]] constexpr bulk_update_rows_node atomic(atomicity how) && {
        undone = how;
        return std::move(*this);
    }
    [[nodiscard]] constexpr bulk_update_rows_node per_batch() && { return std::move(*this).atomic(atomicity::batch); }
    [[nodiscard]] constexpr bulk_update_rows_node per_row() && { return std::move(*this).atomic(atomicity::row); }

    /// The verdict on running it.
    [[nodiscard]] static constexpr auto alone() {
        if constexpr (requires { Range::alone(); }) return Range::alone(); // rows that only a wire can bring
        else return rule::kept{};
    }
    output execute(context& c) {
        std::array<field_access, schema::key_size<M> + Columns::value.size()> fields;
        std::size_t n = 0;
        for (const auto k : schema::table_of<M>.key) fields[n++] = schema::fields_of<M>[k];
        for (const auto k : Columns::value) fields[n++] = schema::fields_of<M>[k];
        keyed_work work{statement, &missing, fields};
        batch_runner runner{c, work, undone};
        output out;
        const auto all = [&] {
            each_batch<false>(rows.get(), size, [&](const batch& b) {
                out.requested += static_cast<std::int64_t>(b.rows.count);
                runner.run(b);
            });
        };
        if (undone == atomicity::all) c.atomically(all);
        else all();
        out.updated = runner.counts.updated;
        out.failures = std::move(runner.failures);
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

/// Deletes records by their keys.
template <class M>
struct bulk_delete_keys_node {
    using model = M;
    using output = bulk_result<M>;
    static constexpr bool writes = true;
    static inline constinit sql::slots cache{};
    static constexpr sql::statement statement{.node = "bulk delete",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_bulk_delete_keys,
                                              .cache = &cache,
                                              .writes = true};
    static constexpr bool single = schema::key_size<M> == 1;
    using key = std::conditional_t<single, schema::key_type<M>, key_values<M>>;

    std::vector<key> keys;
    std::size_t size = default_batch_size * 10;

    /// How many keys one statement takes.
    [[nodiscard]] constexpr bulk_delete_keys_node batch_size(std::size_t n) const& { return bulk_delete_keys_node{*this}.batch_size(n); }
    [[nodiscard]] constexpr bulk_delete_keys_node batch_size(std::size_t n) && {
        size = n == 0 ? 1 : n;
        return std::move(*this);
    }
    output execute(context& c) const {
        std::array<field_access, schema::key_size<M>> fields;
        if constexpr (single) fields[0] = {0, &schema::info_of<key>, schema::table_of<M>.columns[schema::table_of<M>.key[0]].name};
        else {
            const key probe{};
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                ((fields[I] = {static_cast<std::uint32_t>(reinterpret_cast<const std::byte*>(&std::get<I>(probe)) -
                                                          reinterpret_cast<const std::byte*>(&probe)),
                               &schema::info_of<schema::key_type<M, I>>, schema::table_of<M>.columns[schema::table_of<M>.key[I]].name}),
                 ...);
            }(std::make_index_sequence<schema::key_size<M>>{});
        }
        keyed_work work{statement, nullptr, fields};
        output out;
        c.atomically([&] {
            each_batch<false>(keys, size, [&](const batch& b) {
                out.requested += static_cast<std::int64_t>(b.rows.count);
                out.deleted += work.attempt(c, b).deleted;
            });
        });
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

namespace detail {
template <class M, class First, class... A>
constexpr auto find_bulk_update_verdict() {
    using first = std::remove_cvref_t<First>;
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else if constexpr (query::is_assignment<first>) return rule::a_bulk_update_without_a_predicate_needs_everything<M>{};
    else if constexpr (std::is_same_v<first, everything_t>) return update_assignments_verdict<M, A...>{};
    else if constexpr (condition<first>) return rule::first_broken<where_verdict<M, First>, update_assignments_verdict<M, A...>>{};
    else return rule::an_argument_is_no_predicate_and_no_assignment<M, first>{};
}
template <class Range>
constexpr auto find_bulk_update_rows_verdict() {
    if constexpr (!rule::is_kept<rows_verdict<Range>>) return rows_verdict<Range>{};
    else {
        using model = model_of_rows<Range>;
        return std::conditional_t<std::is_same_v<element_of<Range>, model> && schema::has_managed_key<model>,
                                  rule::rows_to_update_have_no_key<model>, rule::kept>{};
    }
}
template <class M, class What>
constexpr auto find_bulk_delete_verdict() {
    using given = std::remove_cvref_t<What>;
    if constexpr (!schema::is_model<M>) return schema::model_verdict<M>{};
    else if constexpr (std::is_same_v<given, everything_t>) return rule::kept{};
    else if constexpr (condition<given>) return where_verdict<M, What>{};
    else if constexpr (requires(What& w) { std::begin(w); }) return key_verdict<M, decltype(*std::begin(std::declval<What&>()))>{};
    else return rule::an_argument_is_no_predicate<M, given>{};
}
} // namespace detail
template <class M, class First, class... A>
using bulk_update_verdict = rule::shown<decltype(detail::find_bulk_update_verdict<M, First, A...>())>;
template <class Range>
using bulk_update_rows_verdict = rule::shown<decltype(detail::find_bulk_update_rows_verdict<Range>())>;
template <class M, class What>
using bulk_delete_verdict = rule::shown<decltype(detail::find_bulk_delete_verdict<M, What>())>;

} // namespace dataflow::node_

namespace dataflow {

/// Updates all records that fit: `df::bulk_update<Order>(field<&Order::status> == "new", field<&Order::total> *= 0.9)`.
/// Gives how many the database changed.
template <class M, class First, class... A>
[[nodiscard]] constexpr auto bulk_update(First&& where, A... assignments) {
    using first = std::remove_cvref_t<First>;
    using verdict = node_::bulk_update_verdict<M, First, A...>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else {
        auto set = node_::make_assignments<M>(std::tuple<A...>{std::move(assignments)...});
        if constexpr (std::is_same_v<first, everything_t>) return node_::bulk_update_node<M, node_::every, decltype(set)>{{}, std::move(set)};
        else {
            auto checked = node_::checked_predicate<M>(std::forward<First>(where));
            return node_::bulk_update_node<M, decltype(checked), decltype(set)>{std::move(checked), std::move(set)};
        }
    }
}

/// Updates records by rows, each found by its key; all fields, or only those of `.set(field<...>, ...)`.
/// A key that no record has is an error (not_found), and so is a key that stands twice (too_many_rows).
template <class Range>
[[nodiscard]] constexpr auto bulk_update(Range&& rows) {
    using verdict = node_::bulk_update_rows_verdict<Range>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else {
        using model = node_::model_of_rows<Range>;
        return node_::bulk_update_rows_node<model, Range, node_::all_plain_columns<model>>{node_::hold<Range>(std::forward<Range>(rows))};
    }
}

/// Deletes records: all that fit a predicate, those of a range of keys, or, with `df::everything`, all.
template <class M, class What>
[[nodiscard]] constexpr auto bulk_delete(What&& what) {
    using given = std::remove_cvref_t<What>;
    using verdict = node_::bulk_delete_verdict<M, What>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else if constexpr (std::is_same_v<given, everything_t>) return node_::bulk_delete_node<M, node_::every>{};
    else if constexpr (node_::condition<given>) {
        auto checked = node_::checked_predicate<M>(std::forward<What>(what));
        return node_::bulk_delete_node<M, decltype(checked)>{std::move(checked)};
    } else {
        node_::bulk_delete_keys_node<M> out{};
        for (auto&& k : what) {
            if constexpr (node_::bulk_delete_keys_node<M>::single) out.keys.push_back(std::get<0>(node_::make_key<M>(k)));
            else out.keys.push_back(node_::make_key<M>(k));
        }
        return out;
    }
}
template <class M>
[[nodiscard]] constexpr auto bulk_delete() {
    static_assert(rule::a_bulk_delete_without_a_predicate_needs_everything<M>{});
    return node_::refused{};
}

} // namespace dataflow
