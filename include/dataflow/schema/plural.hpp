// The plural of an English word, for the names of tables. What docs/models.md says of them stays: a change
// renames tables.
#pragma once

#include <dataflow/core/constant_list.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow::schema::detail {

/// How a word becomes its plural: so many of its characters go, and an ending comes.
struct plural_form {
    std::size_t cut = 0;
    std::string_view added{};
};

/// A word that has a plural of its own or is one already, or an ending whose words do. The first that fits
/// counts.
struct plural_rule {
    std::string_view ending;
    std::uint8_t cut;
    std::string_view added;
    bool whole = false; ///< the word itself, not what ends like it
};

// By the last letter: a compiler takes a tenth of a second to go through all of them.
inline constexpr plural_rule plurals_of_a[]{
    {"manga", 0, "", true}, {"data", 0, ""},      {"media", 0, ""},       {"bacteria", 0, ""},
    {"curricula", 0, ""},   {"addenda", 0, ""},   {"errata", 0, ""},      {"strata", 0, ""},
    {"symposia", 0, ""},    {"millennia", 0, ""}, {"ova", 0, "", true},   {"criteria", 0, ""},
    {"phenomena", 0, ""},   {"hedra", 0, ""},     {"automata", 0, ""},    {"genera", 0, "", true},
    {"corpora", 0, ""},     {"alumna", 0, "e"},   {"alga", 0, "e", true}, {"vertebra", 0, "e"},
};
inline constexpr plural_rule plurals_of_c[]{
    {"music", 0, "", true},
    {"traffic", 0, ""},
};
inline constexpr plural_rule plurals_of_d[]{
    {"child", 0, "ren"},
};
inline constexpr plural_rule plurals_of_e[]{
    {"moose", 0, "", true},     {"swine", 0, "", true},  {"rice", 0, "", true},  {"police", 0, ""},
    {"software", 0, ""},        {"hardware", 0, ""},     {"firmware", 0, ""},    {"middleware", 0, ""},
    {"malware", 0, ""},         {"advice", 0, "", true}, {"wildlife", 0, ""},    {"garbage", 0, ""},
    {"anime", 0, "", true},     {"nese", 0, ""},         {"guese", 0, ""},       {"people", 0, ""},
    {"goose", 4, "eese", true}, {"geese", 0, "", true},  {"mouse", 4, "ice"},    {"mice", 0, ""},
    {"louse", 4, "ice", true},  {"lice", 0, "", true},   {"die", 1, "ce", true}, {"dice", 0, "", true},
    {"knife", 2, "ves"},        {"wife", 2, "ves"},      {"life", 2, "ves"},     {"alumnae", 0, ""},
    {"algae", 0, "", true},     {"vertebrae", 0, ""},
};
inline constexpr plural_rule plurals_of_f[]{
    {"eaf", 1, "ves"},  {"loaf", 1, "ves"},  {"alf", 1, "ves"},  {"elf", 1, "ves"},
    {"wolf", 1, "ves"}, {"thief", 1, "ves"}, {"hoof", 1, "ves"}, {"arf", 1, "ves"},
};
inline constexpr plural_rule plurals_of_g[]{
    {"clothing", 0, ""},
};
inline constexpr plural_rule plurals_of_h[]{
    {"fish", 0, ""},        {"research", 0, "", true}, {"health", 0, "", true}, {"wealth", 0, ""},
    {"cash", 0, "", true},  {"tooth", 4, "eeth"},      {"teeth", 0, ""},        {"epoch", 0, "s"},
    {"stomach", 0, "s"},    {"narch", 0, "s"},         {"riarch", 0, "s"},      {"tech", 0, "s", true},
    {"loch", 0, "s", true}, {"ch", 0, "es"},           {"sh", 0, "es"},
};
inline constexpr plural_rule plurals_of_i[]{
    {"alumni", 0, ""},  {"cacti", 0, ""},      {"fungi", 0, ""},         {"nuclei", 0, ""},
    {"radii", 0, ""},   {"stimuli", 0, ""},    {"syllabi", 0, ""},       {"foci", 0, "", true},
    {"bacilli", 0, ""}, {"loci", 0, "", true}, {"termini", 0, "", true},
};
inline constexpr plural_rule plurals_of_k[]{
    {"homework", 0, ""},
};
inline constexpr plural_rule plurals_of_l[]{
    {"personnel", 0, ""},
};
inline constexpr plural_rule plurals_of_m[]{
    {"datum", 2, "a"},      {"medium", 2, "a"},     {"bacterium", 2, "a"}, {"curriculum", 2, "a"},
    {"addendum", 2, "a"},   {"erratum", 2, "a"},    {"stratum", 2, "a"},   {"symposium", 2, "a"},
    {"millennium", 2, "a"}, {"ovum", 2, "a", true},
};
inline constexpr plural_rule plurals_of_n[]{
    {"bison", 0, "", true}, {"salmon", 0, "", true}, {"information", 0, ""}, {"pollution", 0, ""},
    {"pokemon", 0, ""},     {"women", 0, ""},        {"imen", 0, "s"},       {"omen", 0, "s"},
    {"amen", 0, "s"},       {"umen", 0, "s"},        {"men", 0, ""},         {"person", 4, "ople"},
    {"children", 0, ""},    {"human", 0, "s"},       {"german", 0, "s"},     {"roman", 0, "s"},
    {"norman", 0, "s"},     {"shaman", 0, "s"},      {"talisman", 0, "s"},   {"ottoman", 0, "s"},
    {"caiman", 0, "s"},     {"man", 2, "en"},        {"oxen", 0, "", true},  {"criterion", 2, "a"},
    {"phenomenon", 2, "a"}, {"hedron", 2, "a"},      {"automaton", 2, "a"},
};
inline constexpr plural_rule plurals_of_o[]{
    {"hero", 0, "es"},        {"potato", 0, "es"},  {"tomato", 0, "es"},  {"echo", 0, "es", true},
    {"veto", 0, "es", true},  {"torpedo", 0, "es"}, {"volcano", 0, "es"}, {"tornado", 0, "es"},
    {"dingo", 0, "es", true}, {"embargo", 0, "es"}, {"buffalo", 0, "es"},
};
inline constexpr plural_rule plurals_of_p[]{
    {"sheep", 0, ""},
    {"shrimp", 0, "", true},
};
inline constexpr plural_rule plurals_of_r[]{
    {"deer", 0, ""},
};
inline constexpr plural_rule plurals_of_s[]{
    {"series", 0, ""},
    {"species", 0, ""},
    {"chassis", 0, ""},
    {"axis", 2, "es", true},
    {"testis", 2, "es", true},
    {"iris", 0, "es", true},
    {"sis", 2, "es"},
    {"alumnus", 2, "i"},
    {"cactus", 2, "i"},
    {"fungus", 2, "i"},
    {"nucleus", 2, "i"},
    {"radius", 2, "i"},
    {"stimulus", 2, "i"},
    {"syllabus", 2, "i"},
    {"focus", 2, "i", true},
    {"bacillus", 2, "i"},
    {"locus", 2, "i", true},
    {"terminus", 2, "i", true},
    {"genus", 2, "era", true},
    {"corpus", 2, "ora"},
    {"ss", 0, "es"},
    {"ous", 0, ""},
    {"menus", 0, ""},
    {"us", 0, "es"},
    {"alias", 0, "es"},
    {"atlas", 0, "es"},
    {"bias", 0, "es"},
    {"canvas", 0, "es"},
    {"christmas", 0, "es"},
    {"gas", 0, "es", true},
    {"lens", 0, "es", true},
    {"yes", 0, "es", true},
    {"s", 0, ""},
};
inline constexpr plural_rule plurals_of_t[]{
    {"trout", 0, "", true}, {"craft", 0, "s", true}, {"craft", 0, ""},
    {"equipment", 0, ""},   {"foot", 3, "eet"},      {"feet", 0, ""},
};
inline constexpr plural_rule plurals_of_x[]{
    {"pox", 0, "", true}, {"lpox", 0, ""},       {"npox", 0, ""},      {"ox", 0, "en", true},
    {"matrix", 1, "ces"}, {"vertex", 2, "ices"}, {"index", 2, "ices"}, {"appendix", 1, "ces"},
    {"codex", 2, "ices"}, {"x", 0, "es"},
};
inline constexpr plural_rule plurals_of_y[]{
    {"money", 0, "", true},
    {"passerby", 2, "sby"},
    {"passersby", 0, ""},
    {"quy", 1, "ies"},
};
inline constexpr plural_rule plurals_of_z[]{
    {"quiz", 0, "zes"},
    {"whiz", 0, "zes"},
    {"z", 0, "es"},
};

[[nodiscard]] constexpr constant_list<plural_rule> plurals_of(char last) noexcept {
    switch (last) {
    case 'a': return plurals_of_a;
    case 'c': return plurals_of_c;
    case 'd': return plurals_of_d;
    case 'e': return plurals_of_e;
    case 'f': return plurals_of_f;
    case 'g': return plurals_of_g;
    case 'h': return plurals_of_h;
    case 'i': return plurals_of_i;
    case 'k': return plurals_of_k;
    case 'l': return plurals_of_l;
    case 'm': return plurals_of_m;
    case 'n': return plurals_of_n;
    case 'o': return plurals_of_o;
    case 'p': return plurals_of_p;
    case 'r': return plurals_of_r;
    case 's': return plurals_of_s;
    case 't': return plurals_of_t;
    case 'x': return plurals_of_x;
    case 'y': return plurals_of_y;
    case 'z': return plurals_of_z;
    default: return {};
    }
}

/// The plural of a word in small letters.
[[nodiscard]] constexpr plural_form plural_of(std::string_view word) noexcept {
    const std::size_t size = word.size();
    if (size == 0) return {0, "s"};
    const char* const text = word.data();
    for (const auto& r : plurals_of(text[size - 1])) {
        const std::size_t length = r.ending.size();
        if (length > size || (r.whole && length != size)) continue;
        const char* const ending = r.ending.data();
        std::size_t same = 1; // from the end
        while (same < length && ending[length - 1 - same] == text[size - 1 - same]) ++same;
        if (same == length) return {r.cut, r.added};
    }
    if (text[size - 1] == 'y' && size > 1) {
        const char before = text[size - 2];
        if (before != 'a' && before != 'e' && before != 'i' && before != 'o' && before != 'u')
            return {1, "ies"};
    }
    return {0, "s"};
}

} // namespace dataflow::schema::detail
