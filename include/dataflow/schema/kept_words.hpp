// How a column of SQLite that others made keeps its values, as an option says it: for columns of which
// neither their type nor what they hold tells.
#pragma once

#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/option_list.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dataflow {

/// A field, and how its column keeps values.
struct kept_column {
    const char* field = "";
    const char* form = "";
};
/// Up to 16: `.kept = df::kept({"made", "unix milliseconds"})`.
using kept_column_list = braced_list<kept_column, 16>;

/// How columns of SQLite keep their values, each as `{"field", "form"}`. Of times: `unix seconds`, `unix
/// milliseconds`, `unix microseconds`, `unix seconds with a fraction`, `julian days`, or an example of the
/// text, as `2009-01-02 03:04:05`, `2009-01-02T03:04:05.000Z`, `2009-01-02 03:04:05[.000000]` (a fraction
/// where it is not 0), `2000-01-01 03:04:05` (of a time of day). Of UUIDs: `hex`, `bytes`, `capitals`,
/// `text`. Of truth values: `N/Y`, `false/true` and others.
template <std::size_t... Sizes>
    requires(sizeof...(Sizes) != 0)
[[nodiscard]] constexpr kept_column_list kept(const char* const (&... all)[Sizes]) {
    return detail::in_braces<kept_column_list, 2>(all...);
}
template <detail::bare_column... Given>
    requires(sizeof...(Given) != 0)
[[nodiscard]] constexpr kept_column_list kept(const Given&...) {
    return detail::without_braces<kept_column_list>();
}

} // namespace dataflow

namespace dataflow::schema {

/// Such a form, read.
struct kept_words {
    enum class form : std::uint8_t {
        unknown,
        unix_seconds,
        unix_milliseconds,
        unix_microseconds,
        unix_real,
        julian_days,
        text_of_time,
        uuid_text,
        uuid_hex,
        uuid_capitals,
        uuid_bytes,
        booleans
    };
    form how = form::unknown;
    bool day = false;            ///< of a text of a time: it begins with a day
    char separator = '\0';       ///< after the day; 0: there is nothing after it
    std::uint8_t fraction = 0;   ///< digits of a second
    bool fraction_wanes = false; ///< which are left out where they are 0
    char zone = '\0';            ///< 'Z', or '+' for +00:00
    std::string_view no{}, yes{};
};

namespace detail {

[[nodiscard]] constexpr bool takes_shape(std::string_view& text, std::string_view shape) noexcept {
    if (text.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i)
        if (shape[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return false;
    text.remove_prefix(shape.size());
    return true;
}

[[nodiscard]] constexpr kept_words read_time_example(std::string_view text) noexcept {
    kept_words out;
    out.day = takes_shape(text, "0000-00-00");
    if (out.day && !text.empty()) {
        out.separator = text[0];
        if (text[0] != ' ' && text[0] != 'T') return {};
        text.remove_prefix(1);
    }
    const bool clock = !out.day || out.separator != '\0';
    if (clock) {
        if (!takes_shape(text, "00:00:00")) return {};
        out.fraction_wanes = takes_shape(text, "[");
        if (takes_shape(text, "."))
            while (takes_shape(text, "0")) ++out.fraction;
        if (out.fraction_wanes && (!takes_shape(text, "]") || out.fraction != 6)) return {};
        if (takes_shape(text, "Z")) out.zone = 'Z';
        else if (takes_shape(text, "+00:00")) out.zone = '+';
    }
    if (!text.empty() || out.fraction > 6) return {};
    out.how = kept_words::form::text_of_time;
    return out;
}

} // namespace detail

/// Reads a form; `unknown` of what is none.
[[nodiscard]] constexpr kept_words read_kept_words(std::string_view text) noexcept {
    using form = kept_words::form;
    constexpr struct {
        std::string_view text;
        form how;
    } known[]{{"unix seconds", form::unix_seconds},
              {"unix milliseconds", form::unix_milliseconds},
              {"unix microseconds", form::unix_microseconds},
              {"unix seconds with a fraction", form::unix_real},
              {"julian days", form::julian_days},
              {"text", form::uuid_text},
              {"hex", form::uuid_hex},
              {"capitals", form::uuid_capitals},
              {"bytes", form::uuid_bytes}};
    kept_words out;
    for (const auto& one : known)
        if (one.text == text) out.how = one.how;
    if (out.how != form::unknown) return out;
    if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        out.how = form::booleans;
        out.no = text.substr(0, slash);
        out.yes = text.substr(slash + 1);
        return out;
    }
    return detail::read_time_example(text);
}

/// Whether values of a kind can be kept so.
[[nodiscard]] constexpr bool is_kept_so(const kept_words& w, storage stored) noexcept {
    using form = kept_words::form;
    const bool clock = stored == storage_of<time_of_day>;
    const bool time =
        clock || stored == storage::timestamp || stored == storage::date || stored == storage_of<local_time>;
    switch (w.how) {
    case form::unknown: return false;
    case form::booleans: return stored == storage::boolean;
    case form::uuid_text:
    case form::uuid_hex:
    case form::uuid_capitals:
    case form::uuid_bytes: return stored == storage::uuid;
    case form::text_of_time:
        if (clock) return !w.day || w.separator != '\0';
        return time && w.day && (w.zone == '\0' || stored == storage::timestamp);
    default: return time;
    }
}

} // namespace dataflow::schema
