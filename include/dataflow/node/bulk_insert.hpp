// Bulk create and bulk upsert: many rows in one statement a batch.
#pragma once

#include <dataflow/node/batch.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/create.hpp>
#include <dataflow/node/duplicates.hpp>
#include <dataflow/node/row_source.hpp>
#include <dataflow/node/update.hpp>
#include <dataflow/sql/bulk.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// Rows that go to the database in one statement unless the caller says otherwise. From 5,000 on, larger
/// batches gain nothing on PostgreSQL, and SQLite's cost a row does not depend on it.
inline constexpr std::size_t default_batch_size = 5000;
/// The same where the rows go by COPY and need not be gathered first: fewer waits for the server.
inline constexpr std::size_t copy_batch_size = 50'000;

namespace detail {

/// A key of 0 among the rows is one that the database makes: it is sent as NULL.
inline constexpr optional_access zero_is_null{
    [](const void* key) -> const void* {
        std::int64_t n = 0;
        std::memcpy(&n, key, sizeof n);
        return n == 0 ? nullptr : key;
    },
    [](void* key) { return key; }, [](void*) {}};
inline constexpr type_info made_key{storage::int64, layout::int64, 8, 0, true, &zero_is_null};

} // namespace detail

/// Inserts batches of one model's rows. Knows the model only by its table.
class insert_work : public batch_work {
  public:
    struct plan {
        const sql::statement* insert;
        const sql::statement* keys; ///< reads the keys of skipped rows, too
        std::span<const field_access> fields;
        conflict on_conflict = conflict::error;
        bool ids = false;
        std::span<const value> set_values{};
    };

    /// `ids`: where keys go, as a target for rows with one key column each; `forget_ids(n)` cuts it to n.
    explicit insert_work(const plan& p, driver::row_target ids) : plan_(p), ids_(ids) {}

    bulk_counts attempt(context& c, const batch& rows) override {
        const auto& s = *plan_.insert;
        const auto& t = *s.table;
        using bits = sql::insert_variant;
        const bool replace = plan_.on_conflict == conflict::update;
        if (replace) refuse_duplicates(rows);
        check_keys(rows);
        const bool made = t.generated_key >= 0 && all_keys_made(rows);
        const bool skip = plan_.on_conflict == conflict::skip;
        const bool ids_now = plan_.ids && !skip;

        std::array<field_access, sql::most_columns> fields;
        std::size_t n = 0;
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            if (t.columns[i].keeper != schema::managed::none) continue;
            if (static_cast<int>(i) == t.generated_key) {
                if (made) continue;
                fields[n] = {plan_.fields[i].offset, &detail::made_key, plan_.fields[i].name};
                ++n;
            } else fields[n++] = plan_.fields[i];
        }
        rows_view view = rows.rows;
        view.fields = {fields.data(), n};

        value_list values;
        if (t.updated_at >= 0)
            values.add(value::of_integer(storage::timestamp, context::now().time_since_epoch().count(), "updated_at"));
        values.add(value::of_rows(view));
        if (replace)
            for (const auto& v : plan_.set_values) values.add(v);
        std::int64_t updates = 0;
        if (replace && !c.postgres()) values.add(value::of_counter(updates));

        const auto variant = (made ? bits::key_made : 0) | (ids_now ? bits::with_ids : 0) | (skip ? bits::skip : 0) |
                             (replace ? bits::replace : 0);
        bulk_counts done;
        if (ids_now && made && !replace && !c.postgres() &&
            counted_ids(c, variant & ~bits::with_ids, values.span(), static_cast<std::int64_t>(rows.rows.count)))
            return {.created = static_cast<std::int64_t>(rows.rows.count)};
        // Where only the count is asked for, and no key of the batch is to be made while others are given.
        const bool stored = !replace && !skip && !ids_now && (made || t.generated_key < 0 || no_key_made(rows)) && copied(c, view, done);
        if (!stored && replace && c.postgres()) done = run_replacing(c, variant, values.span(), ids_now);
        else if (!stored) {
            auto target = id_target();
            const auto outcome = c.connection().run(s, variant, values.span(), ids_now ? &target : nullptr);
            done.updated = updates;
            done.created = outcome.affected - updates;
        }
        done.skipped = skip ? static_cast<std::int64_t>(rows.rows.count) - done.created : 0;
        if (!made && t.generated_key >= 0 && c.postgres()) advance(c, rows);
        if (plan_.ids && skip) read_keys(c, rows);
        return done;
    }

    void forget(std::size_t noted) override { noted_ = noted; }
    [[nodiscard]] std::size_t noted() const override { return noted_; }

    [[nodiscard]] std::vector<two_rows> repeated(const batch& rows) const override {
        if (plan_.on_conflict != conflict::update) return {};
        target_fields fields;
        return all_duplicates(rows.rows, find_target(fields));
    }
    [[nodiscard]] std::string_view repeats() const override { return "conflict target"; }
    void explain(context& c, const batch& row, error_kind kind, error_info& info) override {
        if (kind == error_kind::foreign_key_violation)
            name_missing_parent(c, *plan_.insert->table, plan_.fields, row.rows.row(0), info);
    }

  protected:
    std::size_t noted_ = 0;

  private:
    [[nodiscard]] const field_access& key_field(std::size_t i) const { return plan_.fields[plan_.insert->table->key[i]]; }

    /// A text key must not be empty.
    void check_keys(const batch& rows) const {
        const auto& t = *plan_.insert->table;
        if (t.key.size() != 1 || key_field(0).type->memory != layout::text) return;
        for (std::size_t i = 0; i < rows.rows.count; ++i)
            if (load(key_field(0), rows.rows.row(i)).size == 0)
                fail(error_kind::invalid_value, *plan_.insert, "the key is empty", key_field(0).name);
    }

    [[nodiscard]] bool all_keys_made(const batch& rows) const {
        const auto& t = *plan_.insert->table;
        if (static_cast<std::size_t>(t.generated_key) >= t.own_columns) return true; // the rows have no such field
        for (std::size_t i = 0; i < rows.rows.count; ++i)
            if (!key_is_made(t, plan_.fields, rows.rows.row(i))) return false;
        return true;
    }

    using target_fields = std::array<field_access, schema::index_capacity>;
    /// The fields by which a record that is there is found.
    [[nodiscard]] std::span<const field_access> find_target(target_fields& fields) const {
        const auto& s = *plan_.insert;
        for (std::size_t i = 0; i < s.target.size(); ++i) {
            fields[i] = plan_.fields[s.target[i]];
            if (static_cast<int>(s.target[i]) == s.table->generated_key) fields[i].type = &detail::made_key;
        }
        return {fields.data(), s.target.size()};
    }

    /// SQLite gives the rows of one statement keys that follow each other: they are known from the last,
    /// at a third of what RETURNING costs. False, with nothing done, where they do not follow: where
    /// triggers write, or the keys have come to their end.
    [[nodiscard]] bool counted_ids(context& c, std::uint64_t variant, std::span<const value> values, std::int64_t count) {
        struct undo {};
        try {
            c.atomically([&] {
                const auto outcome = c.connection().run(*plan_.insert, variant, values, nullptr);
                const auto first = outcome.last_key - count + 1;
                if (outcome.affected != count || outcome.beside != 0 || first <= 0 || !is_there(c, first)) throw undo{};
                auto target = id_target();
                for (auto key = first; key <= outcome.last_key; ++key)
                    (void)store_integer(*target.fields[0].type, at(target.fields[0], target.next(target.state)), key);
            });
            return true;
        } catch (const undo&) { // the way out of `atomically` that undoes
            return false;
        }
    }

    [[nodiscard]] bool is_there(context& c, std::int64_t key) const {
        const auto write = [](sql::writer& w, const sql::statement& s) {
            const auto& t = *s.table;
            w << "SELECT EXISTS (SELECT 1 FROM ";
            w.identifier(t.name) << " WHERE ";
            w.identifier(t.columns[static_cast<std::size_t>(t.generated_key)].name) << " = ";
            w.parameter();
            w << ")";
        };
        const sql::statement s{.node = plan_.insert->node, .table = plan_.insert->table, .write = write};
        const auto v = value::of_integer(storage::int64, key);
        return detail::yes(c, s, std::span{&v, 1});
    }

    [[nodiscard]] bool no_key_made(const batch& rows) const {
        const auto& t = *plan_.insert->table;
        for (std::size_t i = 0; i < rows.rows.count; ++i)
            if (key_is_made(t, plan_.fields, rows.rows.row(i))) return false;
        return true;
    }

    /// Stores the rows by the database's own fast way, where it has one.
    [[nodiscard]] bool copied(context& c, const rows_view& rows, bulk_counts& done) const {
        const auto& t = *plan_.insert->table;
        const auto now = t.updated_at >= 0 ? context::now().time_since_epoch().count() : 0;
        std::array<value, 2> times{};
        std::size_t n = 0;
        if (t.created_at >= 0) times[n++] = value::of_integer(storage::timestamp, now, t.columns[static_cast<std::size_t>(t.created_at)].name);
        if (t.updated_at >= 0) times[n++] = value::of_integer(storage::timestamp, now, t.columns[static_cast<std::size_t>(t.updated_at)].name);
        const auto stored = c.connection().copy(*plan_.insert, rows, {times.data(), n});
        if (stored) done.created = *stored;
        return stored.has_value();
    }

    void refuse_duplicates(const batch& rows) const {
        const auto& s = *plan_.insert;
        target_fields fields;
        const auto same = first_duplicate(rows.rows, find_target(fields));
        if (!same) return;
        std::string names;
        for (const auto i : s.target) names += (names.empty() ? "" : ", ") + std::string{plan_.fields[i].name};
        fail(error_kind::too_many_rows, s, words_for(rows, *same, repeats()), names);
    }

    /// Keys go to the caller's list behind those that are noted.
    [[nodiscard]] driver::row_target id_target() {
        return {[](void* self) -> void* {
                    auto& me = *static_cast<insert_work*>(self);
                    return me.next_id();
                },
                this, ids_.fields};
    }

  protected:
    /// The place for the next key; keeps count in `noted_`.
    virtual void* next_id() = 0;

  private:
    bulk_counts run_replacing(context& c, std::uint64_t variant, std::span<const value> values, bool ids_now) {
        bulk_counts done;
        const auto& s = *plan_.insert;
        if (!ids_now) {
            struct {
                std::int64_t created, updated;
            } counts{};
            const std::array<field_access, 2> fields{field_access{0, &schema::info_of<std::int64_t>, "created"},
                                                     field_access{8, &schema::info_of<std::int64_t>, "updated"}};
            one_row row{&counts};
            auto target = row.target(fields);
            c.connection().run(s, variant, values, &target);
            done.created = counts.created;
            done.updated = counts.updated;
            return done;
        }
        // A key and a flag a row: read into a buffer of keys with room for the flag behind each.
        replacing_ids(c, variant, values, done);
        return done;
    }

  protected:
    virtual void replacing_ids(context& c, std::uint64_t variant, std::span<const value> values, bulk_counts& done) = 0;

  private:
    void advance(context& c, const batch& rows) const {
        std::int64_t highest = 0;
        const auto& key = plan_.fields[static_cast<std::size_t>(plan_.insert->table->generated_key)];
        for (std::size_t i = 0; i < rows.rows.count; ++i) highest = std::max(highest, load(key, rows.rows.row(i)).integer);
        if (highest > 0) advance_sequence(c, *plan_.insert, highest);
    }

    /// The keys of all rows by the conflict target: of those that were inserted and of those that were there.
    void read_keys(context& c, const batch& rows) {
        const auto& s = *plan_.keys;
        std::array<field_access, schema::index_capacity> fields;
        for (std::size_t i = 0; i < s.target.size(); ++i) fields[i] = plan_.fields[s.target[i]];
        rows_view view = rows.rows;
        view.fields = {fields.data(), s.target.size()};
        const auto v = value::of_rows(view);
        auto target = id_target();
        c.connection().run(s, 0, std::span{&v, 1}, &target);
    }

    plan plan_;
    driver::row_target ids_;
};

/// The same with the model's type of keys.
template <class M>
class typed_insert_work final : public insert_work {
  public:
    using key = schema::key_type<M>;
    explicit typed_insert_work(const plan& p) : insert_work(p, {nullptr, nullptr, key_field}), statement_(p.insert) {}

    std::vector<key> ids{};

    void forget(std::size_t noted) override {
        insert_work::forget(noted);
        ids.resize(noted);
    }

  private:
    struct key_and_flag {
        key id{};
        bool created = false;
    };
    static constexpr std::array<field_access, 1> key_field{field_access{0, &schema::info_of<key>, "key"}};
    static constexpr std::array<field_access, 2> pair_fields{
        field_access{offsetof(key_and_flag, id), &schema::info_of<key>, "key"},
        field_access{offsetof(key_and_flag, created), &schema::info_of<bool>, "created"}};

    void* next_id() override {
        ++noted_;
        return &ids.emplace_back();
    }
    void replacing_ids(context& c, std::uint64_t variant, std::span<const value> values, bulk_counts& done) override {
        std::vector<key_and_flag> rows;
        auto target = rows_into(rows, pair_fields);
        c.connection().run(*statement_, variant, values, &target);
        for (auto& r : rows) {
            ++(r.created ? done.created : done.updated);
            ++noted_;
            ids.push_back(std::move(r.id));
        }
    }
    const sql::statement* statement_;
};

struct no_progress {
    void operator()(const bulk_progress&) const noexcept {}
};

/// Bulk create and bulk upsert. `Target`: the conflict target or `target<>`; `Set`: assignments for
/// records that are there.
template <class M, class Range, class Target, class Set, bool Upsert, class Progress = no_progress>
struct bulk_insert_node {
    using model = M;
    using output = bulk_result<M>;
    static constexpr bool writes = true;
    static inline constinit sql::slots cache{};
    static inline constinit sql::slots keys_cache{};
    static constexpr sql::statement statement{.node = Upsert ? "bulk upsert" : "bulk create",
                                              .table = &schema::table_of<M>,
                                              .write = &sql::write_bulk_insert,
                                              .cache = &cache,
                                              .assignments = Set::count == 0 ? sql::clause{} : sql::clause{&write_assignments<Set>},
                                              .target = Target::value,
                                              .columns = columns_to_set<M, Target>,
                                              .writes = true};
    static constexpr sql::statement keys{.node = statement.node,
                                         .table = &schema::table_of<M>,
                                         .write = &sql::write_keys_of_rows,
                                         .cache = &keys_cache,
                                         .target = Target::value};
    held_rows<Range> rows;
    Set set{};
    conflict resolution = conflict::error;
    std::size_t size = 0; ///< of a batch; 0: as suits the database
    atomicity undone = atomicity::all;
    bool ids_wanted = false;
    Progress progress{};

    // Each option gives the node on: a temporary one is moved, a named one copied (its rows only where it holds them).

    /// How many rows one statement takes (at least 1).
    [[nodiscard]] constexpr bulk_insert_node batch_size(std::size_t n) const& { return bulk_insert_node{*this}.batch_size(n); }
    [[nodiscard]] constexpr bulk_insert_node batch_size(std::size_t n) && {
        size = n == 0 ? 1 : n;
        return std::move(*this);
    }
    /// What is undone when a row is refused.
    [[nodiscard]] constexpr bulk_insert_node atomic(atomicity how) const& { return bulk_insert_node{*this}.atomic(how); }
    [[nodiscard]] constexpr bulk_insert_node atomic(atomicity how) && {
        undone = how;
        return std::move(*this);
    }
    /// A batch with a refused row is undone and reported; the others stay.
    [[nodiscard]] constexpr bulk_insert_node per_batch() const& { return atomic(atomicity::batch); }
    [[nodiscard]] constexpr bulk_insert_node per_batch() && { return std::move(*this).atomic(atomicity::batch); }
    /// A refused row is reported; all others stay.
    [[nodiscard]] constexpr bulk_insert_node per_row() const& { return atomic(atomicity::row); }
    [[nodiscard]] constexpr bulk_insert_node per_row() && { return std::move(*this).atomic(atomicity::row); }
    /// Gives the keys in the order of the rows.
    [[nodiscard]] constexpr bulk_insert_node returning_ids() const& { return bulk_insert_node{*this}.returning_ids(); }
    [[nodiscard]] constexpr bulk_insert_node returning_ids() && {
        static_assert(std::conditional_t<schema::key_size<M> == 1, rule::kept, rule::ids_of_a_composite_key_cannot_be_returned<M>>{});
        ids_wanted = true;
        return std::move(*this);
    }
    /// What happens to a row that meets a record with the same target. `error` and `skip` need no target.
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(conflict how, const Columns&... columns) const& {
        return bulk_insert_node{*this}.on_conflict(how, columns...);
    }
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(conflict how, const Columns&... columns) && {
        if constexpr (sizeof...(Columns) == 0) {
            resolution = how;
            return std::move(*this);
        } else {
            static_assert(target_verdict<M, Columns...>{});
            return with<decltype(make_target<M>(columns...)), Set, Progress>(how);
        }
    }
    template <query::scalar... Columns>
        requires(sizeof...(Columns) != 0)
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) const& {
        return bulk_insert_node{*this}.on_conflict(columns...);
    }
    template <query::scalar... Columns>
        requires(sizeof...(Columns) != 0)
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) && {
        static_assert(target_verdict<M, Columns...>{});
        return with<decltype(make_target<M>(columns...)), Set, Progress>(Upsert ? conflict::update : resolution);
    }
    /// What to set in a record that is there, instead of all fields.
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) const& {
        return bulk_insert_node{*this}.set_on_conflict(std::move(a)...);
    }
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) && {
        static_assert(update_assignments_verdict<M, A...>{});
        if constexpr (!rule::is_kept<update_assignments_verdict<M, A...>>) return refused{};
        else
            return bulk_insert_node<M, Range, Target, assignments<M, A...>, Upsert, Progress>{
                std::move(rows), make_assignments<M>(std::tuple<A...>{std::move(a)...}), conflict::update, size, undone, ids_wanted,
                std::move(progress)};
    }
    /// Calls `report(df::bulk_progress)` after each batch.
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) const& {
        return bulk_insert_node{*this}.on_progress(std::move(report));
    }
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) && {
        return bulk_insert_node<M, Range, Target, Set, Upsert, Report>{
            std::move(rows), std::move(set), resolution, size, undone, ids_wanted, std::move(report)};
    }

    /// The verdict on running it.
    [[nodiscard]] static constexpr auto alone() {
        if constexpr (requires { Range::alone(); }) return Range::alone(); // rows that only a wire can bring
        else return std::conditional_t<Upsert && Target::value.size() == 0, rule::an_upsert_needs_a_conflict_target<M>, rule::kept>{};
    }
    output execute(context& c) {
        static_assert(rule::shown<decltype(alone())>{});
        if (resolution == conflict::update && Target::value.empty())
            fail(error_kind::protected_operation, statement, "on conflict update needs a conflict target: .on_conflict(df::conflict::update, field<...>)");
        if (resolution == conflict::skip && ids_wanted && Target::value.empty())
            fail(error_kind::protected_operation, statement, "returning the ids of skipped rows needs a conflict target: .on_conflict(df::conflict::skip, field<...>)");
        bound_values<Set::parameters, Set::lists> set_values;
        set.bind(set_values.to);
        typed_insert_work<M> work{{&statement, &keys, schema::fields_of<M>, resolution, ids_wanted, set_values.span()}};
        batch_runner runner{c, work, undone};
        output out;
        const auto all = [&] {
            each_batch<needs_copy>(rows.get(), rows_at_once(c), [&](const batch& b) {
                if constexpr (needs_copy)
                    for (std::size_t i = 0; i < b.rows.count; ++i)
                        complete_key(statement, schema::fields_of<M>, const_cast<void*>(b.rows.row(i)));
                out.requested += static_cast<std::int64_t>(b.rows.count);
                runner.run(b);
                progress(runner.progress());
            });
        };
        if (undone == atomicity::all) c.atomically(all);
        else all();
        out.created = runner.counts.created;
        out.updated = runner.counts.updated;
        out.skipped = runner.counts.skipped;
        out.failures = std::move(runner.failures);
        out.ids = std::move(work.ids);
        return out;
    }
    /// The variant for rows whose keys the database makes. (A batch with a key that its caller gives takes
    /// another; which it is, is only known when the rows are read.)
    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::insert_variant;
        const bool skip = resolution == conflict::skip;
        return (schema::table_of<M>.generated_key >= 0 ? bits::key_made : 0) | (ids_wanted && !skip ? bits::with_ids : 0) |
               (skip ? bits::skip : 0) | (resolution == conflict::update && !Target::value.empty() ? bits::replace : 0);
    }

  private:
    [[nodiscard]] std::size_t rows_at_once(const context& c) const noexcept {
        if (size != 0) return size;
        constexpr bool quiet = std::is_same_v<Progress, no_progress> && !needs_copy && contiguous<std::remove_reference_t<Range>>;
        const bool copies = quiet && c.postgres() && !ids_wanted && resolution == conflict::error && undone == atomicity::all;
        return copies ? copy_batch_size : default_batch_size;
    }

    /// Rows with UUID keys get theirs before they are sent; the caller's rows are not touched.
    static constexpr bool needs_copy =
        schema::key_size<M> == 1 && schema::table_of<M>.columns[schema::table_of<M>.key[0]].type->memory == layout::uuid;

    template <class NewTarget, class NewSet, class NewProgress>
    constexpr auto with(conflict how) {
        return bulk_insert_node<M, Range, NewTarget, NewSet, Upsert, NewProgress>{
            std::move(rows), std::move(set), how, size, undone, ids_wanted, std::move(progress)};
    }
};

} // namespace dataflow::node_

namespace dataflow {

/// Creates many records from any range of M (or of `df::record<M>`). An lvalue range is referred to, not copied.
/// Keys of 0 are made by the database. Gives bulk_result<M>; throws what a create throws, naming the row.
template <class Range>
[[nodiscard]] constexpr auto bulk_create(Range&& rows) {
    using verdict = node_::rows_verdict<Range>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else {
        using model = node_::model_of_rows<Range>;
        using none = node_::assignments<model>;
        return node_::bulk_insert_node<model, Range, node_::target<>, none, false>{node_::hold<Range>(std::forward<Range>(rows)), none{}};
    }
}

/// Creates or updates many records: by the key where the caller gives it, or
/// `.on_conflict(field<&User::email>)`. Two rows with the same target are refused (too_many_rows).
template <class Range>
[[nodiscard]] constexpr auto bulk_upsert(Range&& rows) {
    using verdict = node_::rows_verdict<Range>;
    static_assert(verdict{});
    if constexpr (!rule::is_kept<verdict>) return node_::refused{};
    else {
        using model = node_::model_of_rows<Range>;
        using none = node_::assignments<model>;
        using by_key = node_::default_target<model>;
        using target = std::conditional_t<std::is_void_v<by_key>, node_::target<>, by_key>;
        return node_::bulk_insert_node<model, Range, target, none, true>{node_::hold<Range>(std::forward<Range>(rows)), none{},
                                                                        conflict::update};
    }
}

} // namespace dataflow
