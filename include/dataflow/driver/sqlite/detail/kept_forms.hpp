// SQL functions of columns that keep their values in another way than the library's tables: dataflow_read
// gives a value in the form of the library, dataflow_store one as the column keeps it, dataflow_beside one
// that is compared with the column, dataflow_low and dataflow_high the ends of its outline. The second
// argument is the number of the form (sql::forms).
#pragma once

#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/iso8601.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/core/uuid_text.hpp>
#include <dataflow/driver/sqlite/detail/fault.hpp>
#include <dataflow/driver/sqlite/detail/handles.hpp>
#include <dataflow/driver/sqlite/detail/kept_times.hpp>
#include <dataflow/driver/sqlite/detail/kept_values.hpp>
#include <dataflow/sql/forms.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dataflow::driver::sqlite_::detail {

/// Whether a real number holds a whole number and its digits, too, when it is divided by a power of ten.
[[nodiscard]] inline bool is_exact_real(std::int64_t n) noexcept {
    return std::fabs(static_cast<double>(n)) <= longest_exact;
}
/// Gives a decimal of n last digits as a number, a whole one where it is; false where no real number has all
/// of its digits.
[[nodiscard]] inline bool give_number(sqlite3_context* to, std::int64_t n, int scale) noexcept {
    const auto unit = dataflow::detail::powers_of_ten[scale];
    if (n % unit == 0) sqlite3_result_int64(to, n / unit);
    else if (!is_exact_real(n)) return false;
    else sqlite3_result_double(to, static_cast<double>(n) / static_cast<double>(unit));
    return true;
}

/// The call of one of these functions.
class kept_call {
  public:
    kept_call(sqlite3_context* to, sqlite3_value** arguments) noexcept
        : to_(to), from_(arguments[0]), type_(sqlite3_value_type(from_)) {
        const auto* all = *state_of(to).forms;
        const auto n = static_cast<std::size_t>(sqlite3_value_int64(arguments[1]));
        if (all != nullptr && n < all->size()) of_ = &(*all)[n];
    }

    /// dataflow_misfit: whether dataflow_read refuses the value.
    void look() {
        looks_ = true;
        read();
        sqlite3_result_int(to_, refused_ ? 1 : 0);
    }
    /// dataflow_read
    void read() {
        reads_ = true;
        if (skips()) return;
        if (of_->kept.how == sql::kept_as::json_text) {
            char digits[32]; // all of a real number, where SQLite's own text has 15
            const bool real = type() == SQLITE_FLOAT;
            const auto* end =
                real ? std::to_chars(digits, digits + 32, sqlite3_value_double(from_)).ptr : digits;
            return give_text(real ? std::string_view{digits, static_cast<std::size_t>(end - digits)}
                                  : text());
        }
        const auto own = read_kept(of_->kept, from_, type());
        switch (own.held) {
        case own_value::kind::as_it_is: return sqlite3_result_value(to_, from_);
        case own_value::kind::integer: return sqlite3_result_int64(to_, own.integer);
        case own_value::kind::text: return give_text({own.text, own.size});
        case own_value::kind::refused: return refuse(own.why);
        }
    }
    /// dataflow_store, and dataflow_beside where it is only compared.
    void store(bool compared) {
        if (skips()) return;
        const auto& k = of_->kept;
        switch (k.how) {
        case sql::kept_as::number:
        case sql::kept_as::number_text: return store_decimal();
        case sql::kept_as::whole_real:
            if (std::fabs(sqlite3_value_double(from_)) > longest_exact) return refuse(too_long);
            return sqlite3_result_value(to_, from_);
        case sql::kept_as::uuid_hex:
        case sql::kept_as::uuid_upper:
        case sql::kept_as::uuid_bytes: return store_uuid();
        case sql::kept_as::boolean_text: {
            const auto& texts = sql::known_booleans[k.booleans];
            return give_text(sqlite3_value_int64(from_) != 0 ? texts.yes : texts.no);
        }
        case sql::kept_as::as_sent:
        case sql::kept_as::real:
        case sql::kept_as::json_text: return sqlite3_result_value(to_, from_);
        default: return store_time(compared);
        }
    }

    /// dataflow_low and dataflow_high: what is not after a value, with `way` -1, or not before it, with 1, of
    /// all that the column may hold for it; see sql::outline_form.
    void outline(int way) {
        if (skips()) return;
        const auto& k = of_->kept;
        if (k.how == sql::kept_as::number || k.how == sql::kept_as::number_text) {
            const auto n = static_cast<double>(sqlite3_value_int64(from_));
            const auto x = n / static_cast<double>(dataflow::detail::powers_of_ten[k.scale]);
            return sqlite3_result_double(to_, x + way * std::fabs(x) * 1e-12);
        }
        if (k.stored == storage::uuid) {
            std::string digits;
            for (const char c : text())
                if (c != '-') digits += c;
            return give_text(digits);
        }
        const auto t = read_time_text(text(), k.stored);
        if (!t) return refuse("a value is no time");
        if (k.how != sql::kept_as::time_text) {
            const double slack = k.how == sql::kept_as::julian_days ? 1e-7 : 1e-3; // 9 and 1 milliseconds
            return sqlite3_result_double(to_, write_time_number(k, *t, true).real + way * slack);
        }
        char day[date_text_size + 1]{}; // offsets are less than a day
        const auto days = (*t - first_microsecond) / microseconds_of_day + first_day + way;
        if (!write_date(day, days)) return give_text(way < 0 ? "" : "~");
        day[date_text_size] = '~'; // after all that begin so
        give_text({day, date_text_size + (way < 0 ? 0U : 1U)});
    }

  private:
    static constexpr std::string_view too_long =
        "the number has more than the 15 digits that the column keeps exactly";

    [[nodiscard]] int type() const noexcept { return type_; } // as it was before any text was made of it
    [[nodiscard]] std::string_view text() const noexcept { return text_of(from_); }
    [[nodiscard]] bool skips() {
        if (of_ == nullptr) refuse("the form of a column is not known");
        return of_ == nullptr || type() == SQLITE_NULL; // NULL is what is given when nothing is
    }
    void refuse(std::string_view why) {
        refused_ = true;
        if (looks_) return;
        state_of(to_).fail(
            to_, {error_kind::invalid_value, why, of_ != nullptr ? of_->column : std::string_view{}});
        if (reads_) state_of(to_).form = of_;
    }
    void give_text(std::string_view t) {
        sqlite3_result_text64(to_, t.data(), t.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }

    void store_decimal() {
        if (type() != SQLITE_INTEGER) return refuse("a decimal is out of range");
        const auto n = sqlite3_value_int64(from_);
        const auto& k = of_->kept;
        if (k.how == sql::kept_as::number_text) {
            char out[dataflow::detail::decimal_text_size];
            return give_text(
                {out, static_cast<std::size_t>(dataflow::detail::write_decimal(out, n, k.scale))});
        }
        if (k.real_column && !is_exact_real(n)) return refuse(too_long);
        if (!give_number(to_, n, k.scale)) refuse(too_long);
    }
    void store_uuid() {
        const auto id = parse_uuid(text());
        if (!id) return refuse("a value is no UUID");
        if (of_->kept.how == sql::kept_as::uuid_bytes)
            return sqlite3_result_blob(to_, &*id, 16, SQLITE_TRANSIENT);
        std::string out;
        for (const char c : text())
            if (of_->kept.how == sql::kept_as::uuid_upper) out += c >= 'a' ? static_cast<char>(c - 32) : c;
            else if (c != '-') out += c;
        give_text(out);
    }

    void store_time(bool compared) {
        const auto& k = of_->kept;
        const auto t = read_time_text(text(), k.stored);
        if (type() != SQLITE_TEXT || !t) return refuse("a value is no time");
        if (k.how == sql::kept_as::time_text) {
            char out[40];
            const auto size = write_time_text(out, k, *t, compared);
            if (size == 0) return refuse(too_fine);
            return give_text({out, size});
        }
        const auto given = write_time_number(k, *t, compared);
        if (given.refused) return refuse(too_fine);
        if (given.is_real) return sqlite3_result_double(to_, given.real);
        sqlite3_result_int64(to_, given.whole);
    }
    static constexpr std::string_view too_fine = "the time is finer than what the column keeps";

    sqlite3_context* to_;
    sqlite3_value* from_;
    int type_;
    const sql::column_form* of_ = nullptr;
    bool reads_ = false, looks_ = false, refused_ = false;
};

inline void kept_read_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.read();
}
inline void kept_store_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.store(false);
}
inline void kept_beside_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.store(true);
}

template <int Way>
void kept_end_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.outline(Way);
}

/// dataflow_number(n, scale): a decimal as a number, where its column is not known.
inline void number_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
    const auto n = sqlite3_value_int64(arguments[0]);
    if (!give_number(to, n, sqlite3_value_int(arguments[1])))
        state_of(to).fail(to, {error_kind::invalid_value,
                               "the number has more than the 15 digits that SQLite keeps exactly",
                               {}});
}

inline void kept_misfit_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.look();
}

} // namespace dataflow::driver::sqlite_::detail
