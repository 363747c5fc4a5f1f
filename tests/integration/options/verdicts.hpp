// What does not compile for a model without some writes: each node's verdict, as its function asks it.
#pragma once

#include "integration/options/player.hpp"

#include <vector>

namespace proof {

/// That each node compiles where the model has its write, and only there.
template <int I>
consteval bool nodes_compile_where_they_may() {
    namespace node = dataflow::node_;
    namespace rule = dataflow::rule;
    using kind = df::write_kind;
    using M = model<I>;
    using rows = std::vector<M>;
    using records = std::vector<df::record<M>>;
    using key = decltype(key_of(M{}));
    constexpr shape s = shape_number<I>::value;
    constexpr auto fits = [](bool wanted, auto verdict) { return rule::is_ok<decltype(verdict)> == wanted; };
    using assigned = decltype(field<&M::n> = 1);
    using named = decltype(field<&M::name> = "");
    using owned = decltype(field<&M::owner> = owner_field<I>{});
    using predicate = decltype(field<&M::n> > 1);
    static_assert(fits(s.creates(), dataflow::schema::write_verdict<M, kind::create>{})); // create(row)
    static_assert(fits(s.creates(), node::create_verdict<M, assigned>{}));
    static_assert(fits(s.creates(), node::rows_verdict<rows, kind::create>{})); // bulk_create
    static_assert(std::is_same_v<node::conflict_of<M>, df::conflict> ==
                  s.updates()); // bulk_create(...).on_conflict(update)
    static_assert(fits(s.updates(), node::update_verdict<M, predicate, assigned>{}));
    static_assert(fits(s.updates(), node::save_verdict<M>{}));
    static_assert(fits(s.updates(), node::bulk_update_verdict<M, predicate, assigned>{}));
    static_assert(fits(s.updates(), node::bulk_update_rows_verdict<records>{}));
    static_assert(fits(s.updates() && !s.fixed, node::update_verdict<M, predicate, named>{}));
    static_assert(fits(s.updates() && !s.fixed, node::bulk_update_verdict<M, predicate, named>{}));
    static_assert(fits(s.updates() && !s.fixed_owner(), node::update_verdict<M, predicate, owned>{}));
    static_assert(
        fits(!s.fixed, node::set_columns_verdict<M, typename named::column>{})); // bulk_update(rows).set
    static_assert(fits(s.creates() && s.updates(), node::upsert_verdict<M, assigned>{}));
    static_assert(
        fits(s.creates() && s.updates(), node::rows_verdict < rows, kind::create | kind::update > {}));
    static_assert(fits(s.erases(), node::bulk_erase_verdict<M, predicate>{}));
    static_assert(fits(s.erases(), node::bulk_erase_verdict<M, std::vector<key>>{}));
    static_assert(fits(s.erases(), node::erase_verdict<M, key>{}));
    static_assert(fits(s.past, node::kept_verdict<M>{})); // as_of, history, purge_history
    return true;
}
/// That each model compiles whose options fit together, and only that.
template <int... I>
consteval bool models_compile_where_they_may(std::integer_sequence<int, I...>) {
    return ((dataflow::rule::is_ok<dataflow::schema::model_verdict<model<I>>> ==
             shape_number<I>::value.compiles()) &&
            ...);
}

} // namespace proof
