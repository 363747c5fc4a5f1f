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
#include <dataflow/driver/sqlite/detail/keep.hpp>
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
        char room[longest_text];
        switch (own.held) {
        case own_value::kind::as_it_is: return sqlite3_result_value(to_, from_);
        case own_value::kind::integer: return sqlite3_result_int64(to_, own.integer);
        case own_value::kind::time:
            return give_text({room, write_own_time(room, of_->kept.stored, own.integer)});
        case own_value::kind::id: write_uuid(room, &own.id); return give_text({room, uuid_text_size});
        case own_value::kind::refused: return refuse(own.why);
        }
    }
    /// dataflow_store, and dataflow_beside where it is only compared.
    void store(bool compared) {
        if (skips()) return;
        char room[scratch_size];
        const auto kept = keep(of_->kept, given(), compared, room);
        switch (kept.held) {
        case cell::kind::null: return;
        case cell::kind::integer: return sqlite3_result_int64(to_, kept.integer);
        case cell::kind::real: return sqlite3_result_double(to_, kept.real);
        case cell::kind::text:
        case cell::kind::temporary: return give_text({kept.data, kept.size});
        case cell::kind::blob: return sqlite3_result_blob64(to_, kept.data, kept.size, SQLITE_TRANSIENT);
        case cell::kind::refused: return refuse(kept.problem);
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

    /// The value as SQLite has it.
    [[nodiscard]] cell given() const noexcept {
        switch (type()) {
        case SQLITE_INTEGER: return whole_cell(sqlite3_value_int64(from_));
        case SQLITE_FLOAT: return real_cell(sqlite3_value_double(from_));
        default: break;
        }
        const auto data = type() == SQLITE_TEXT
                              ? text()
                              : std::string_view{static_cast<const char*>(sqlite3_value_blob(from_)),
                                                 static_cast<std::size_t>(sqlite3_value_bytes(from_))};
        return cell::of(type() == SQLITE_TEXT ? cell::kind::text : cell::kind::blob, data.data(),
                        data.size());
    }

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
    const auto given = number_cell(sqlite3_value_int64(arguments[0]), sqlite3_value_int(arguments[1]));
    if (given.held == cell::kind::integer) sqlite3_result_int64(to, given.integer);
    else if (given.held == cell::kind::real) sqlite3_result_double(to, given.real);
    else
        state_of(to).fail(to, {error_kind::invalid_value,
                               "the number has more than the 15 digits that SQLite keeps exactly",
                               {}});
}

inline void kept_misfit_function(sqlite3_context* to, int, sqlite3_value** arguments) {
    kept_call{to, arguments}.look();
}

} // namespace dataflow::driver::sqlite_::detail
