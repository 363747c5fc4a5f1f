// The code of pull/names.hpp: the singular of English words. What it makes is the name of a struct: where the
// library's plural of that is not the table's name, the table is named in the struct's options.
#pragma once

#include <dataflow/pull/names.hpp>
#include <dataflow/schema/plural.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace dataflow::pull {

namespace detail {

[[nodiscard]] inline bool among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::find(list.begin(), list.end(), word) != list.end();
}
[[nodiscard]] inline bool ends_among(std::string_view word, std::initializer_list<std::string_view> list) {
    return std::any_of(list.begin(), list.end(), [&](auto end) { return word.ends_with(end); });
}

} // namespace detail

inline std::string singular_of(std::string_view word) {
    const auto without = [&](std::size_t cut, std::string_view added = {}) {
        return std::string{word.substr(0, word.size() - cut)} + std::string{added};
    };
    if (detail::among(word, {"data", "media", "metadata", "series", "species", "news",  "chassis", "settings",
                             "sms",  "gps",   "dns",      "aws",    "css",     "https", "yes",     "gas",
                             "lens", "alias", "atlas",    "bias",   "canvas",  "as",    "is",      "was",
                             "has",  "its",   "this",     "always", "plus",    "minus"}))
        return std::string{word};
    // the words that have a plural of their own: "children", "people", "matrices", "wolves"
    for (char last = 'a'; last <= 'z'; ++last)
        for (const auto& r : schema::detail::plurals_of(last)) {
            if (r.added.empty() || r.added == "s" || r.added == "es" || r.ending == "sis") continue;
            const auto plural =
                std::string{r.ending.substr(0, r.ending.size() - r.cut)} + std::string{r.added};
            if (r.whole ? word == plural : word.ends_with(plural)) return without(plural.size(), r.ending);
        }
    if (!word.ends_with('s') || word.size() < 3 || detail::ends_among(word, {"ss", "us", "is"}))
        return std::string{word};
    if (word.ends_with("ies"))
        return word.size() <= 4 ||
                       detail::ends_among(word, {"movies", "cookies", "zombies", "calories", "selfies"})
                   ? without(1)
                   : without(3, "y");
    if (detail::ends_among(word,
                           {"analyses", "theses", "diagnoses", "synopses", "crises", "emphases", "oases"}))
        return without(2, "is");
    const bool hidden = detail::ends_among(word, {"caches", "niches", "axes", "ouses", "causes", "clauses",
                                                  "pauses", "fuses", "muses"}) ||
                        detail::among(word, {"uses", "shoes", "toes", "aches", "headaches"});
    if (!hidden && detail::ends_among(word, {"sses", "shes", "ches", "xes", "uses", "aliases", "gases",
                                             "lenses", "canvases", "atlases", "biases", "oes"}))
        return without(2);
    if (word.ends_with("zzes")) return without(3);
    return without(1);
}

} // namespace dataflow::pull
