// Which statements a connection to SQLite keeps compiled.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/sqlite/connection.hpp>
#include <dataflow/driver/sqlite/detail/prepare.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::driver::sqlite_ {

inline lease connection::acquire(const subject& s) {
    remember(*s.what);
    session_.enter(s);
    if (s.what->cache == nullptr) return acquire_once(s);
    const std::size_t at = s.what->cache->of(s.variant);
    if (at >= statements_.size() || statements_[at] == nullptr) return acquire_new(s, at);
    auto& kept = *statements_[at];
    if (kept.age != session_.age()) [[unlikely]]
        kept = compile(s, true);
    kept.used = ++uses_;
    if (!kept.reads_only) session_.require_writable(s);
    return {kept, s};
}

lease connection::acquire_new(const subject& s, std::size_t at) {
    if (!make_room()) return acquire_once(s);
    if (at >= statements_.size()) statements_.resize(at + 1);
    auto& kept = statements_[at];
    live_.reserve(live_.size() + 1);
    kept = std::make_unique<prepared>(compile(s, true));
    live_.push_back(at);
    kept->used = ++uses_;
    return {*kept, s};
}

inline bool connection::make_room() noexcept {
    if (live_.size() < most_kept_) return true;
    auto least = live_.end();
    for (auto i = live_.begin(); i != live_.end(); ++i)
        if (!statements_[*i]->in_use &&
            (least == live_.end() || statements_[*i]->used < statements_[*least]->used))
            least = i;
    if (least == live_.end()) return false;
    statements_[*least].reset();
    *least = live_.back();
    live_.pop_back();
    return true;
}

inline prepared connection::compile(const subject& s, bool kept) {
    auto made = session_.within_limit([&] {
        return prepare(session_.database(), s.what->written(sql::sqlite_data, s.variant, forms()), kept, s);
    });
    if (!made.reads_only) {
        session_.require_writable(s);
        session_.compiled_write();
    }
    require_columns(session_.database(), s, forms());
    made.age = session_.age();
    made.forms = forms();
    return made;
}

inline std::optional<std::vector<table_write>> connection::writes_of(const sql::statement& what,
                                                                     std::uint64_t variant) {
    const subject s{&what, variant, {}};
    session_.enter(s);
    return session_.judged().writes_in([&] { (void)compile(s, false); });
}

} // namespace dataflow::driver::sqlite_
