// The node that stores many records: of a bulk create or a bulk upsert.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/detail/row_source.hpp>
#include <dataflow/bulk/insert_rows.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/node/assignments.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/conflict.hpp>
#include <dataflow/node/dated.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/write.hpp>

#include <cstdint>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

struct no_progress {
    void operator()(const bulk_progress&) const noexcept {}
};

/// Bulk create and bulk upsert. `Target`: the conflict target or `target<>`; `Set`: assignments for
/// records that are there.
template <class M, class Range, class Target, class Set, bool Upsert, class Progress = no_progress>
struct bulk_insert_node : with_batches<bulk_insert_node<M, Range, Target, Set, Upsert, Progress>> {
    using model = M;
    using output = bulk_result<M>;
    using inputs = typename Set::inputs;
    using read_models = std::conditional_t<Upsert, query::types<M>, query::types<>>;
    static constexpr tables_read<bulk_insert_node> reads{};
    static constexpr tables_written<bulk_insert_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = Upsert ? "bulk upsert" : "bulk create",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::insert,
                                              .values = sql::row_source::rows,
                                              .back = sql::returning::by_variant,
                                              .cache = &cache,
                                              .assignments =
                                                  Set::count == 0 ? sql::clause{} : sql::clause{&Set::write},
                                              .target = Target::value,
                                              .columns = columns_to_set<M, Target>,
                                              .writes = true,
                                              .stores = sql::stored_columns::all};
    held_rows<Range> rows;
    Set set{};
    conflict resolution = conflict::error;
    constant_pointer<key_list> ids{}; ///< where they are asked for
    Progress progress{};

    /// Gives the keys in the order of the rows.
    [[nodiscard]] constexpr auto returning_ids() const& { return bulk_insert_node{*this}.returning_ids(); }
    [[nodiscard]] constexpr auto returning_ids() && {
        static_assert(std::conditional_t < schema::key_size<M> == 1, rule::ok,
                      rule::ids_of_a_composite_key_cannot_be_returned < M >> {});
        if constexpr (schema::key_size<M> == 1) ids = &keys_of_result<M>;
        return now_given<ids_given>(static_cast<bulk_insert_node&&>(*this));
    }
    /// What happens to a row that meets a record with the same target. `error` and `skip` need no target.
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(conflict_of<M> what, const Columns&... columns) const& {
        return bulk_insert_node{*this}.on_conflict(what, columns...);
    }
    template <class... Columns>
    [[nodiscard]] constexpr auto on_conflict(conflict_of<M> what, const Columns&... columns) && {
        if constexpr (sizeof...(Columns) == 0) {
            resolution = what;
            return now_given<conflict_given>(static_cast<bulk_insert_node&&>(*this));
        } else {
            using checked = target_verdict<M, Columns...>;
            static_assert(rule::told<checked>::verdict);
            if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return refused_as<output>{};
            else
                return now_given<conflict_given>(
                    with<decltype(make_target<M>(columns...)), Set, Progress>(what));
        }
    }
    template <class... Columns>
        requires(!(std::is_same_v<Columns, conflict> || ...))
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) const& {
        return bulk_insert_node{*this}.on_conflict(columns...);
    }
    template <class... Columns>
        requires(!(std::is_same_v<Columns, conflict> || ...))
    [[nodiscard]] constexpr auto on_conflict(const Columns&... columns) && {
        using checked = target_verdict<M, Columns...>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<target_verdict<M, Columns...>>) return refused_as<output>{};
        else
            return now_given<conflict_given>(with<decltype(make_target<M>(columns...)), Set, Progress>(
                Upsert ? conflict::update : resolution));
    }
    /// What to set in a record that is there, instead of all fields.
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) const& {
        return bulk_insert_node{*this}.set_on_conflict(std::move(a)...);
    }
    template <class... A>
    [[nodiscard]] constexpr auto set_on_conflict(A... a) && {
        using once = clause_verdict<M, "set_on_conflict", Set::count == 0>;
        static_assert(once{});
        using checked = rule::first_broken<schema::update_verdict<M>, update_assignments_verdict<M, A...>>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (!rule::is_ok<checked>) return refused_as<output>{};
        else
            return bulk_insert_node<M, Range, Target, assignments<M, A...>, Upsert, Progress>{
                {{this->how}},
                static_cast<held_rows<Range>&&>(rows),
                assignments<M, A...>{static_cast<A&&>(a)...},
                conflict::update,
                ids,
                static_cast<Progress&&>(progress)};
    }
    /// Stores `created_at` and `updated_at` as the rows, which are `df::record<M>`, have them: history that
    /// comes from elsewhere. A row without them is an `invalid_value`; a record that is there gets them, too,
    /// where it is updated. The last clause.
    template <class Node = bulk_insert_node>
        requires(Set::count == 0)
    [[nodiscard]] constexpr auto with_times() const& {
        return Node{static_cast<const Node&>(*this)}.with_times();
    }
    template <class Node = bulk_insert_node>
        requires(Set::count == 0)
    [[nodiscard]] constexpr auto with_times() && {
        using checked = row_times_verdict<M, element_of<Range>>;
        static_assert(checked{});
        if constexpr (!rule::is_ok<checked>) return static_cast<Node&&>(*this);
        else return dated_rows<Node>{static_cast<Node&&>(*this)};
    }
    /// Calls `report(df::bulk_progress)` after each batch.
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) const& {
        return bulk_insert_node{*this}.on_progress(std::move(report));
    }
    template <class Report>
    [[nodiscard]] constexpr auto on_progress(Report report) && {
        using once = clause_verdict<M, "on_progress", std::is_same_v<Progress, no_progress>>;
        static_assert(once{});
        using taken = rule::diagnostic<
            std::conditional_t<std::is_invocable_v<Report&, const bulk_progress&>, rule::ok,
                               rule::a_progress_function_does_not_take_df_bulk_progress<M, Report>>>;
        static_assert(taken{});
        if constexpr (!rule::is_ok<taken>) return static_cast<bulk_insert_node&&>(*this);
        else
            return bulk_insert_node<M, Range, Target, Set, Upsert, Report>{
                {{this->how}}, static_cast<held_rows<Range>&&>(rows), static_cast<Set&&>(set), resolution,
                ids,           static_cast<Report&&>(report)};
    }

    /// The verdict on running it.
    [[nodiscard]] static constexpr auto alone_check() {
        if constexpr (requires { Range::alone_check(); }) return Range::alone_check(); // rows of a wire
        else
            return std::conditional_t<Upsert && Target::value.size() == 0,
                                      rule::an_upsert_needs_a_conflict_target<M>, rule::ok>{};
    }
    /// `s`: a statement of the same rows.
    output execute(context& c, const sql::statement& s = statement) {
        static_assert(rule::diagnostic<decltype(alone_check())>{});
        return run(c, source_of<needs_copy>(rows), progress, s);
    }
    /// As part of a workflow, or by its name: the node can be run again.
    output execute(context& c, const sql::statement& s = statement) const {
        using verdict = rule::first_broken<decltype(alone_check()), constant_rows_verdict<M, Range>>;
        static_assert(rule::diagnostic<verdict>{});
        if constexpr (!rule::is_ok<verdict>) return {};
        else if constexpr (!std::is_invocable_v<const Progress&, const bulk_progress&>) {
            Progress report = progress;
            return run_constant(c, report, s);
        } else return run_constant(c, progress, s);
    }
    /// The variant for rows whose keys the database makes. (A batch with a key that its caller gives takes
    /// another; which it is, is only known when the rows are read.)
    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::insert_variant;
        const bool skip = resolution == conflict::skip;
        return (schema::table_of<M>.generated_key >= 0 ? bits::key_made : 0) |
               (ids != nullptr && !skip ? bits::with_ids : 0) | (skip ? bits::skip : 0) |
               (resolution == conflict::update && !Target::value.empty() ? bits::replace : 0);
    }

  private:
    template <class Report>
    output run_constant(context& c, Report& report, const sql::statement& s) const {
        if constexpr (read_in_place<Range>) return run(c, source_of<needs_copy>(rows), report, s);
        else {
            auto own = rows;
            return run(c, source_of<needs_copy>(own), report, s);
        }
    }
    template <class Report>
    [[gnu::always_inline]] output run(context& c, const row_source& from, Report& report,
                                      const sql::statement& s) const {
        output out;
        insert_plan plan{&s, schema::fields_of<M>, resolution, this->how, ids, &out.ids};
        if constexpr (row_range<std::remove_reference_t<Range>>)
            plan.records = std::is_same_v<element_of<Range>, record<M>>;
        if constexpr (!std::is_same_v<Progress, no_progress>)
            plan.report = {[](const void* self, const bulk_progress& far) {
                               (*static_cast<Report*>(const_cast<void*>(self)))(far);
                           },
                           std::addressof(report)};
        bulk_counts done;
        if constexpr (Set::count == 0) done = insert_rows(c, plan, from, out.failures);
        else {
            bound_values<Set::parameters, Set::lists> values;
            set.bind(values.to);
            plan.set_values = values.span();
            done = insert_rows(c, plan, from, out.failures);
        }
        out.requested = done.requested;
        out.created = done.created;
        out.updated = done.updated;
        out.skipped = done.skipped;
        return out;
    }

    /// Rows with UUID keys get theirs before they are sent; the caller's rows are not touched.
    static constexpr bool needs_copy =
        schema::key_size<M> == 1 &&
        schema::table_of<M>.columns[schema::table_of<M>.key[0]].type->memory == layout::uuid;

    template <class NewTarget, class NewSet, class NewProgress>
    [[gnu::always_inline]] constexpr auto with(conflict what) {
        return bulk_insert_node<M, Range, NewTarget, NewSet, Upsert, NewProgress>{
            {{this->how}}, static_cast<held_rows<Range>&&>(rows), static_cast<Set&&>(set), what,
            ids,           static_cast<Progress&&>(progress)};
    }
};

} // namespace dataflow::node_
