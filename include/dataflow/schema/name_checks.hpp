// Names that one of the databases does not hold, or holds as one: found on plain data, and refused when
// compiled.
#pragma once

#include <dataflow/core/fixed_string.hpp>
#include <dataflow/core/utf8.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace dataflow::schema {

/// Whether two names are one for SQLite.
[[nodiscard]] constexpr bool same_name(std::string_view a, std::string_view b) noexcept {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    bool same = a.size() == b.size();
    for (std::size_t i = 0; same && i < a.size(); ++i) same = small(a[i]) == small(b[i]);
    return same;
}

namespace detail {

/// The hash of a name as SQLite compares names, so that many of them are compared quickly.
struct folded_hash {
    std::uint64_t value = 14695981039346656037U;

    constexpr void operator()(std::string_view part) noexcept {
        for (const char c : part) { // with bit 5 set, a capital letter is its small one
            const auto small = static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
            value = (value ^ small) * 1099511628211U;
        }
    }
};

/// What is wrong with a name: it is too long for PostgreSQL; or a database does not take it, since it is
/// empty, has a NUL, is not UTF-8, or is kept by the database or the library.
enum class name_fault : std::uint8_t { none, too_long, not_taken };

[[nodiscard]] constexpr bool is_utf8(std::string_view name) noexcept {
    for (std::size_t i = 0; i < name.size();) {
        const bool plain = static_cast<unsigned char>(name[i]) < 0x80;
        const auto step =
            plain ? std::size_t{1} : dataflow::detail::utf8_sequence(name.data() + i, name.size() - i);
        if (step == 0 || name[i] == '\0') return false;
        i += step;
    }
    return true;
}

[[nodiscard]] constexpr bool starts_as(std::string_view name, std::string_view prefix) noexcept {
    return name.size() >= prefix.size() && same_name(name.substr(0, prefix.size()), prefix);
}

/// What is wrong with the name of a table or a constraint (`column`: of a column), for either database.
[[nodiscard]] constexpr name_fault fault_of(std::string_view name, bool column) noexcept {
    if (name.size() > name_capacity) return name_fault::too_long;
    bool kept = name.empty() || !is_utf8(name) || starts_as(name, "dataflow_");
    if (!column) kept = kept || starts_as(name, "sqlite_") || starts_as(name, "pg_");
    else if (name.size() == 4 || name.size() == 8) // as these are: a compiler takes long for each comparison
        for (const std::string_view own : {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"})
            kept = kept || (name[0] == own[0] && name == own);
    return kept ? name_fault::not_taken : name_fault::none;
}

struct name_flaw {
    name_fault what = name_fault::none;
    std::string_view name{};
};

/// The first name of a table, its columns and its checks that a database does not hold.
[[nodiscard]] constexpr name_flaw find_name_flaw(const table& t) noexcept {
    const auto path = t.path();
    if (const auto what = fault_of(path.name, false); what != name_fault::none) return {what, path.name};
    if (path.space.size() > name_capacity) return {name_fault::too_long, path.space};
    if (!is_utf8(path.space) ||
        (path.space.empty() && path.name.size() != t.name.size() && t.name.front() != '"'))
        return {name_fault::not_taken, t.name};
    for (const auto& c : t.columns)
        if (const auto what = fault_of(c.name, true); what != name_fault::none) return {what, c.name};
    for (const auto& c : t.checks)
        if (const auto what = fault_of(c.name, false); what != name_fault::none) return {what, c.name};
    return {};
}

/// Two things of a list that have one name; two equal positions where there are none.
struct name_pair {
    std::size_t first = 0;
    std::size_t second = 0;

    [[nodiscard]] constexpr bool found() const noexcept { return first != second; }
};

/// The first two that are equal, by their hashes and by `same`. They go into buckets: a pair of loops over a
/// hundred names would cost a compiler more than all else that is looked for in a model.
template <std::size_t N, class Same>
[[nodiscard]] constexpr name_pair find_pair(const std::array<std::uint64_t, N>& hashes, Same same) noexcept {
    std::array<std::uint16_t, 128> last{}; // of each bucket, counted from 1
    std::array<std::uint16_t, N> before{};
    for (std::size_t j = 0; j < N; ++j) {
        auto& bucket = last[hashes[j] % last.size()];
        for (std::size_t i = bucket; i != 0; i = before[i - 1])
            if (hashes[i - 1] == hashes[j] && same(i - 1, j)) return {i - 1, j};
        before[j] = bucket;
        bucket = static_cast<std::uint16_t>(j + 1);
    }
    return {};
}

/// The first two columns whose names differ in nothing or in case only. N: how many columns there are.
template <std::size_t N>
[[nodiscard]] constexpr name_pair find_equal_columns(const table& t) noexcept {
    std::array<std::uint64_t, N> hashes{};
    for (std::size_t i = 0; i < N; ++i) { // of few characters: each costs a compiler some memory
        const auto name = t.columns[i].name;
        folded_hash hash;
        if (!name.empty()) {
            const char some[]{name.front(), name[name.size() / 2], name.back()};
            hash({some, sizeof some});
        }
        hashes[i] = hash.value + name.size();
    }
    return find_pair(hashes, [&](std::size_t i, std::size_t j) {
        return same_name(t.columns[i].name, t.columns[j].name);
    });
}

/// Whether a name is what `spell` spells.
template <class Spell>
[[nodiscard]] constexpr bool spells(std::string_view name, Spell&& spell) {
    bool same = true;
    spell([&](std::string_view part) {
        same = same && starts_as(name, part);
        if (same) name.remove_prefix(part.size());
    });
    return same && name.empty();
}

/// The first check of a model with the name of another constraint of its table: of a check, the key, a
/// foreign key, or what the library checks of a column. Empty where there is none.
[[nodiscard]] constexpr std::string_view find_equal_constraints(const table& t) {
    for (std::size_t i = 0; i < t.checks.size(); ++i) {
        const auto name = t.checks[i].name;
        bool twice = spells(name, [&](auto put) { spell_primary_key(t, put); });
        for (std::size_t j = 0; j < i; ++j) twice = twice || same_name(name, t.checks[j].name);
        for (const auto& f : t.foreign_keys)
            twice = twice || spells(name, [&](auto put) { spell_foreign_key(t, f, put); });
        if (starts_as(name, t.plain()))
            for (const auto& c : t.columns)
                twice = twice || spells(name, [&](auto put) { spell_range_check(t, c.name, put); });
        if (twice) return name;
    }
    return {};
}

/// How many names a table takes among all tables and indexes of a database.
[[nodiscard]] constexpr std::size_t relation_count(const table& t) noexcept {
    return 2 + t.indexes.size() + t.similar.size() + (t.full_text.empty() ? 0 : search_tables.size());
}
/// Spells the n-th of them, in parts: the table, its key's index, its indexes, the tables of its full-text
/// search.
template <class Put>
constexpr void spell_relation(const table& t, std::size_t n, Put&& put) {
    put(t.path().space); // names are of a schema
    if (n == 0) return put(t.plain());
    if (n == 1) return spell_primary_key(t, put);
    n -= 2;
    if (n < t.indexes.size()) return spell_index(t, t.indexes[n], put);
    n -= t.indexes.size();
    if (n < t.similar.size()) return spell_index(t, t.similar[n], put);
    put(t.plain());
    put(search_tables[n - t.similar.size()]);
}

/// The n-th name as a text, for a rule.
template <const table& Of, std::size_t N>
constexpr auto spelled_relation() {
    constexpr std::size_t size = [] {
        std::size_t n = 0;
        spell_relation(Of, N, [&](std::string_view part) { n += part.size(); });
        return n;
    }();
    char text[size + 1]{};
    std::size_t at = 0;
    spell_relation(Of, N, [&](std::string_view part) {
        for (const char c : part) text[at++] = c;
    });
    return fixed_string<size + 1>{std::string_view{text, size}};
}

/// The first two tables or indexes with one name, counted over all of `tables`. N: how many there are.
template <std::size_t N, std::size_t T>
[[nodiscard]] constexpr name_pair find_equal_relations(const std::array<const table*, T>& tables) {
    std::array<std::uint64_t, N> hashes{};
    std::size_t at = 0;
    for (const auto* t : tables)
        for (std::size_t n = 0; n < relation_count(*t); ++n) {
            folded_hash hash;
            spell_relation(*t, n, hash);
            hashes[at++] = hash.value;
        }
    return find_pair(hashes, [](std::size_t, std::size_t) { return true; });
}

} // namespace detail

} // namespace dataflow::schema
