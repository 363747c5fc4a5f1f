// Which statements a connection to PostgreSQL keeps prepared.
#pragma once

#include <dataflow/driver/postgres/detail/closing.hpp>
#include <dataflow/driver/postgres/detail/prepared.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

inline prepared& statement_cache::kept(const subject& about) {
    const std::size_t number = about.what->cache->of(about.variant);
    if (number >= entries_.size()) entries_.resize(number + 1);
    auto& at = entries_[number];
    if (at == nullptr) {
        if (!make_room()) return once();
        live_.reserve(live_.size() + 1);
        at = std::make_unique<prepared>();
        live_.push_back(number);
    }
    at->used = ++uses_;
    return *at;
}

inline bool statement_cache::make_room() {
    if (live_.size() < most_) return true;
    if (most_ == 0 || (named_ && !closing_.possible())) return false;
    const auto least = std::min_element(
        live_.begin(), live_.end(), [&](auto a, auto b) { return entries_[a]->used < entries_[b]->used; });
    drop(*entries_[*least]);
    entries_[*least].reset();
    *least = live_.back();
    live_.pop_back();
    return true;
}

inline prepared& statement_cache::look_of(const schema::table& t) {
    for (const auto& one : looks_)
        if (one.table == &t) return *one.form;
    auto text = column_types_text(t);
    for (const auto& one : looks_) // another model of the same table
        if (one.form->text == text) return *looks_.emplace_back(table_look{&t, one.form}).form;
    auto& made = *looks_.emplace_back(table_look{&t, std::make_shared<prepared>()}).form;
    made.text = std::move(text);
    return made;
}

inline bool statement_cache::has_twin(const prepared& entry) const noexcept {
    return std::any_of(live_.begin(), live_.end(), [&](std::size_t at) {
        const auto* other = entries_[at].get();
        return other != nullptr && other != &entry && other->ready && other->name == entry.name;
    });
}

inline void statement_cache::discard(prepared& entry, bool gone) {
    entry.ready = entry.described = entry.there = false;
    if (entry.name.empty()) return;
    const auto name = entry.name;
    if (!gone) end(entry);
    for (const auto at : live_)
        if (auto* twin = entries_[at].get(); twin != nullptr && twin != &entry && twin->name == name) {
            twin->ready = twin->described = twin->there = false;
            twin->generation = entry.generation;
        }
}

} // namespace dataflow::driver::postgres_
