// The code of dynamic/detail/kept_shapes.hpp.
#pragma once

#include <dataflow/dynamic/detail/kept_shapes.hpp>

#include <new>
#include <utility>
#include <vector>

namespace dataflow::dynamic_ {

namespace detail {

/// Ids that no database uses any more. Their numbers stay, for those are never given up (sql/statement.ipp):
/// a program that opens databases again and again needs no more of them than it has open at once.
struct spare_ids {
    std::mutex guard;
    std::vector<std::unique_ptr<sql::statement_id>> all;
};
[[nodiscard]] inline spare_ids& spares() {
    static spare_ids& out = *new spare_ids; // not destroyed: a database of static life may go after it
    return out;
}

[[nodiscard]] inline std::unique_ptr<sql::statement_id> take_id() {
    {
        auto& spare = spares();
        const std::scoped_lock lock{spare.guard};
        if (!spare.all.empty()) {
            auto out = std::move(spare.all.back());
            spare.all.pop_back();
            return out;
        }
    }
    return std::make_unique<sql::statement_id>();
}

} // namespace detail

DATAFLOW_RUNTIME sql::statement_id* kept_shapes::of(std::string_view shape) {
    const std::scoped_lock lock{guard_};
    if (const auto at = known_.find(shape); at != known_.end()) return at->second.get();
    if (known_.size() == most) return nullptr;
    return known_.emplace(shape, detail::take_id()).first->second.get();
}

DATAFLOW_RUNTIME kept_shapes::~kept_shapes() {
    try {
        auto& spare = detail::spares();
        const std::scoped_lock lock{spare.guard};
        spare.all.reserve(spare.all.size() + known_.size());
        for (auto& [shape, id] : known_) spare.all.push_back(std::move(id));
    } catch (...) { // no memory: then their numbers are not used again
    }
}

} // namespace dataflow::dynamic_
