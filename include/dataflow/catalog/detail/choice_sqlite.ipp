// Which types fields have for SQLite's columns: by what a column declares, and by what it holds.
#pragma once

#include <dataflow/catalog/base_type.hpp>
#include <dataflow/catalog/detail/choice.ipp>
#include <dataflow/catalog/detail/choice_postgres.ipp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/column_type.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::catalog::detail {

/// The digits that a declared type has in its parentheses, spaces or not.
inline void read_digits(std::string_view spelled, std::int32_t& digits, std::int32_t& scale) {
    const auto open = spelled.find('(');
    if (open == std::string_view::npos) return;
    auto* to = &digits;
    for (const char c : spelled.substr(open + 1)) {
        if (c == ')') break;
        if (c == ',') to = &scale;
        if (c >= '0' && c <= '9' && *to < 1000) *to = *to * 10 + (c - '0');
    }
}

/// What a declared type suggests.
struct suggestion {
    bool any = false; ///< it suggests nothing: values tell
    storage stored = storage::text;
    std::int32_t digits = 0, scale = 0; ///< of a decimal, as they are declared; 0: they are not
    std::string_view ask{};             ///< see `questions_of`
};

[[nodiscard]] inline suggestion suggested_by(const column& c) {
    auto base = sql::in_capitals(base_type(c.type.spelled));
    while (base.ends_with(' ')) base.pop_back();
    const auto begins = [&](std::string_view with) { return base.starts_with(with); };
    if (begins("BOOL")) return {.stored = storage::boolean, .ask = "b"};
    if (begins("DATETIME") || begins("TIMESTAMP")) return {.stored = storage::timestamp, .ask = "t"};
    if (base == "DATE") return {.stored = storage::date, .ask = "dt"};
    if (base == "TIME") return {.stored = storage_of<time_of_day>, .ask = "ct"};
    if (base == "JSON") return {.stored = storage::json};
    if (base == "UUID" || base == "GUID" || base == "UNIQUEIDENTIFIER")
        return {.stored = storage::uuid, .ask = "u"};
    std::int32_t digits = 0, scale = 0;
    read_digits(c.type.spelled, digits, scale);
    const auto affinity = sql::affinity(base);
    if (affinity == "INTEGER" && scale > 0 && base == "INTEGER")
        return {.stored = storage::decimal, .digits = digits, .scale = scale}; // the library's own
    if (affinity == "NUMERIC") {
        const bool number = scale > 0 || begins("NUM") || begins("DEC") || begins("MONEY") ||
                            begins("SMALLMONEY") || begins("CURRENCY");
        if (!number || base == "ANY") return {.any = true};
        return {.stored = storage::decimal, .digits = digits, .scale = scale, .ask = "n"};
    }
    if (base.empty()) return {.any = true};
    return {.stored = c.type.stored};
}

/// Chooses the type for one column.
class sqlite_choice {
  public:
    sqlite_choice(const table& in, const column& of) : in_(in), of_(of), suggested_(suggested_by(of)) {
        for (auto rest = of.held; !rest.empty();) {
            const auto kind = rest.substr(0, rest.find(','));
            whole_ = whole_ || kind == "integer", real_ = real_ || kind == "real";
            text_ = text_ || kind == "text", bytes_ = bytes_ || kind == "blob";
            rest.remove_prefix(std::min(kind.size() + 1, rest.size()));
        }
    }

    [[nodiscard]] field_choice chosen() const {
        if (suggested_.any) return by_values();
        if (suggested_.ask == "n") return decimal();
        if (suggested_.ask.ends_with('t')) { // of a day there may be times, and of a time of day days
            auto out = as(suggested_.stored);
            return out.found ? out : as(storage::timestamp);
        }
        if (suggested_.ask == "b") {
            auto out = as(storage::boolean);
            return out.found || text_ || real_ || bytes_ ? out : as(storage::int64);
        }
        const auto s = suggested_.stored;
        const bool number = s == storage::int64 || s == storage::float64;
        if (number ? text_ || bytes_ : s == storage::bytes ? whole_ || real_ || (text_ && bytes_) : bytes_)
            return mixed();
        if (s == storage::int64 && real_) return as(storage::float64);
        if (s == storage::bytes && text_) return as(storage::text);
        return as(s, suggested_.digits, suggested_.scale);
    }

  private:
    [[nodiscard]] field_choice as(storage s, std::int32_t digits = 0, std::int32_t scale = 0) const {
        field_choice one;
        one.stored = s;
        one.digits = digits;
        one.scale = scale;
        return tried(dialect::sqlite, of_, std::move(one));
    }
    [[nodiscard]] field_choice mixed() const {
        const auto type = of_.type.spelled.empty() ? std::string{"no type"} : std::string{of_.type.spelled};
        return no_choice("it declares " + type + ", and holds " + std::string{of_.held});
    }
    /// What it declares says nothing.
    [[nodiscard]] field_choice by_values() const {
        if (text_ + bytes_ + (whole_ || real_) > 1) return mixed();
        if (real_) return as(storage::float64);
        if (whole_) return as(storage::int64);
        if (text_) return as(storage::text);
        if (bytes_) return as(storage::bytes);
        return no_choice((of_.type.spelled.empty()
                              ? "it declares no type"
                              : "the type " + std::string{of_.type.spelled} + " says nothing of its values") +
                         ", and it holds none that tells");
    }
    /// A decimal that all values fit in: of the digits that are declared, or of six after the point. Keys
    /// that hold whole numbers are such.
    [[nodiscard]] field_choice decimal() const {
        std::int32_t before = 0, after = 0;
        bool exact = true;
        for (const auto& one : shapes_of(dialect::sqlite, of_, sql::shape_question::number)) {
            exact = exact && one.shape.what == sql::found_shape::number;
            after = std::max<std::int32_t>(after, one.shape.detail);
            before = std::max<std::int32_t>(before, one.shape.shape.fraction);
        }
        const bool known = suggested_.digits > 0;
        const auto held = std::string{of_.held};
        if (text_ || bytes_) {
            if (!exact) return mixed();
        } else if (suggested_.scale == 0 && is_key_part(in_, of_.name) && exact && after == 0)
            return as(storage::int64);
        const auto scale = std::max(after, known ? suggested_.scale : 6);
        const auto digits = std::max(known ? suggested_.digits : 18, before + scale);
        if (exact && fits_decimal(digits, scale)) return as(storage::decimal, digits, scale);
        if (exact && known && !fits_decimal(suggested_.digits, suggested_.scale) &&
            fits_decimal(std::max(18, before + scale), scale))
            return as(storage::decimal, 18, scale);
        return text_ ? mixed() : as(storage::float64);
    }

    const table& in_;
    const column& of_;
    suggestion suggested_;
    bool whole_ = false, real_ = false, text_ = false, bytes_ = false;
};

} // namespace dataflow::catalog::detail
