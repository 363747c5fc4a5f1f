// A plain C++ model of what a table with options holds: its rows by key, and for each key how many versions
// and which records of the audit log there must be.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proof {

enum class key_kind { number, text, pair, uuid };
enum class parent_kind { none, held_back, cascade, cleared };
enum class writes_kind { all, no_create, no_update, no_erase, append_only };

/// The options of a model.
struct shape {
    bool times = false;
    bool tenants = false;
    bool soft = false;
    bool versions = false;
    bool past = false;
    bool log = false;
    bool unique = false; ///< the name
    key_kind key = key_kind::number;
    parent_kind parent = parent_kind::none;
    bool soft_parent = false;
    bool fixed = false; ///< immutable: the name, when it was made, and the owner where nothing clears it
    bool words = false; ///< full text of the name and the note
    writes_kind writes = writes_kind::all;
    bool walled = false; ///< by row-level security

    /// Whether the parents belong to tenants, too.
    [[nodiscard]] constexpr bool parent_of_tenant() const {
        return tenants && parent != parent_kind::cleared;
    }
    [[nodiscard]] constexpr bool creates() const { return writes != writes_kind::no_create; }
    [[nodiscard]] constexpr bool updates() const {
        return writes != writes_kind::no_update && writes != writes_kind::append_only;
    }
    [[nodiscard]] constexpr bool erases() const {
        return writes != writes_kind::no_erase && writes != writes_kind::append_only;
    }
    [[nodiscard]] constexpr bool fixed_owner() const { return fixed && parent != parent_kind::cleared; }

    /// Whether there can be such a model; what cannot is said in docs/protection.md, docs/search.md and
    /// docs/tenants.md.
    [[nodiscard]] constexpr bool compiles() const {
        return !(soft && !(updates() && erases())) && !(versions && !updates()) &&
               !(past && !updates() && !erases()) && !(fixed && !updates()) &&
               !(parent == parent_kind::cascade && !erases()) &&
               !(parent == parent_kind::cleared && !updates()) && !(words && key != key_kind::number) &&
               !(walled && !tenants);
    }
};

struct plain_row {
    std::int64_t owner = 0; ///< 0: none
    std::string name;
    std::int64_t n = 0;
    std::optional<std::string> note;
    std::int64_t version = 1;
    bool deleted = false;
    std::int64_t went_with = 0; ///< the owner whose delete took it along

    /// Whether an audit log sees a difference.
    [[nodiscard]] bool same_columns(const plain_row& other) const {
        return owner == other.owner && name == other.name && n == other.n && note == other.note &&
               deleted == other.deleted;
    }
};

/// The rows that a tenant has of a model, or that all have.
struct plain_table {
    shape options;
    std::map<std::string, plain_row> rows;
    std::map<std::string, std::vector<plain_row>> versions; ///< kept of each key that there ever was
    std::map<std::string, std::string> log;                 ///< of each key: c, u and d

    [[nodiscard]] bool has(const std::string& key) const { return rows.contains(key); }
    [[nodiscard]] bool live(const std::string& key) const {
        const auto at = rows.find(key);
        return at != rows.end() && !at->second.deleted;
    }
    [[nodiscard]] bool marked(const std::string& key) const { return has(key) && !live(key); }
    /// Whether a change would give an immutable field another value.
    [[nodiscard]] bool changes_fixed(const std::string& key, const plain_row& next) const {
        if (!options.fixed) return false;
        const auto& now = rows.at(key);
        return now.name != next.name || (options.fixed_owner() && now.owner != next.owner);
    }
    /// The live row with a name, of any if names are not unique.
    [[nodiscard]] std::string named(const std::string& name) const {
        for (const auto& [key, r] : rows)
            if (!r.deleted && r.name == name) return key;
        return {};
    }
    [[nodiscard]] bool taken(const std::string& name, const std::string& but = {}) const {
        if (!options.unique) return false;
        const auto key = named(name);
        return !key.empty() && key != but;
    }
    [[nodiscard]] std::vector<std::string> keys(const std::function<bool(const plain_row&)>& fits) const {
        std::vector<std::string> out;
        for (const auto& [key, r] : rows)
            if (fits(r)) out.push_back(key);
        return out;
    }
    [[nodiscard]] std::int64_t count(const std::function<bool(const plain_row&)>& fits) const {
        return static_cast<std::int64_t>(keys(fits).size());
    }

    void create(const std::string& key, plain_row r) {
        versions[key].push_back(r);
        rows[key] = std::move(r);
        log[key] += 'c';
    }
    /// `counts`: whether the version does, too.
    void change(const std::string& key, plain_row next, bool counts = true, bool touches_times = true) {
        auto& old = rows.at(key);
        next.version = old.version + (counts ? 1 : 0);
        versions[key].push_back(next);
        if ((options.versions && counts) || (options.times && touches_times) || !next.same_columns(old))
            log[key] += 'u';
        old = std::move(next);
    }
    void change(const std::string& key, const std::function<void(plain_row&)>& how) {
        auto next = rows.at(key);
        how(next);
        change(key, std::move(next));
    }
    void remove(const std::string& key) {
        rows.erase(key);
        log[key] += 'd';
    }
    void mark(const std::string& key, std::int64_t with = 0) {
        change(key, [&](plain_row& r) {
            r.deleted = true;
            r.went_with = with;
        });
    }
    /// What `erase` gives.
    bool erase(const std::string& key, std::int64_t with = 0) {
        if (!live(key)) return false;
        if (options.soft) mark(key, with);
        else remove(key);
        return true;
    }
    void restore(const std::string& key) {
        change(key, [](plain_row& r) {
            r.deleted = false;
            r.went_with = 0;
        });
    }
};

} // namespace proof
