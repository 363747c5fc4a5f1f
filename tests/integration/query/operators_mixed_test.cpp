// Comparisons, arithmetic and assignments of numbers and durations of different types, in all pairs of
// boundary values and NULL, against 128-bit whole numbers and doubles in plain C++.
#include "support/cross.hpp"
#include "support/plain.hpp"

namespace {

using namespace cross;
using plain::refused;
using plain::wide;

/// Columns of two types.
template <class L, class R>
struct Duo {
    df::id<Duo> id{};
    std::optional<L> l{};
    std::optional<R> r{};
    std::optional<L> kept{}; ///< as l was

    static constexpr auto dataflow = df::options{.table = "duos", .timestamps = false};
};

// --- exact numbers ----------------------------------------------------------------------------------------

[[nodiscard]] constexpr wide ten_to(int n) {
    wide out = 1;
    while (n-- > 0) out *= 10;
    return out;
}
/// A number of so many digits after the point; a duration is one of microseconds.
struct exact {
    wide units = 0;
    int scale = 0;
};
template <class T>
[[nodiscard]] auto plain_number(const T& v) {
    if constexpr (std::is_floating_point_v<T>) return static_cast<double>(v);
    else if constexpr (std::is_integral_v<T>) return exact{v, 0};
    else if constexpr (requires { v.units(); }) return exact{v.units(), T::scale};
    else
        return exact{static_cast<wide>(v.count()) * std::ratio_divide<typename T::period, std::micro>::num,
                     0};
}
[[nodiscard]] double real_of(double x) { return x; }
[[nodiscard]] double real_of(exact x) { return static_cast<double>(static_cast<std::int64_t>(x.units)); }

[[nodiscard]] int compare_numbers(exact a, exact b) {
    return by_less(a.units * ten_to(18 - a.scale), b.units * ten_to(18 - b.scale));
}
[[nodiscard]] int compare_numbers(double a, double b) { return by_less(a, b); }
/// A whole number with a real one: exactly.
[[nodiscard]] int compare_numbers(exact a, double b) {
    if (std::isinf(b)) return b > 0 ? -1 : 1;
    const auto x =
        static_cast<long double>(static_cast<std::int64_t>(a.units)); // 64 bits of mantissa hold both
    return by_less(x, static_cast<long double>(b));
}
[[nodiscard]] int compare_numbers(double a, exact b) { return -compare_numbers(b, a); }

/// `units / 10^drop`, half away from zero.
[[nodiscard]] wide rounded(wide units, int drop) {
    if (drop <= 0) return units * ten_to(-drop);
    const wide by = ten_to(drop);
    const wide cut = units / by;
    const wide rest = units % by;
    return cut + (rest * 2 >= by ? 1 : rest * 2 <= -by ? -1 : 0);
}
[[nodiscard]] wide magnitude(wide n) { return n < 0 ? -n : n; }

/// `a op b` with so many digits after the point; a quotient is cut, or rounded.
[[nodiscard]] wide exactly(char sign, exact a, exact b, int scale, bool round = false) {
    if (sign == '+' || sign == '-') {
        const int most = std::max(a.scale, b.scale);
        const wide x = a.units * ten_to(most - a.scale);
        const wide y = b.units * ten_to(most - b.scale);
        return rounded(sign == '+' ? x + y : x - y, most - scale);
    }
    if (sign == '*') return rounded(a.units * b.units, a.scale + b.scale - scale);
    if (b.units == 0) throw refused("division by zero");
    if (sign == '%') return a.units % b.units; // of whole numbers; the sign is that of a
    const bool minus = (a.units < 0) != (b.units < 0);
    const wide y = magnitude(b.units);
    wide quotient = magnitude(a.units) / y;
    wide rest = magnitude(a.units) % y;
    for (int more = scale + b.scale - a.scale; more > 0; --more) { // digit by digit
        quotient = quotient * 10 + rest * 10 / y;
        rest = rest * 10 % y;
        if (quotient > ten_to(22)) throw refused("out of range");
    }
    if (round && rest * 2 >= y) ++quotient;
    return minus ? -quotient : quotient;
}
[[nodiscard]] double really(char sign, double a, double b) {
    if (sign == '/' && b == 0) throw refused("division by zero");
    const double out = sign == '+' ? a + b : sign == '-' ? a - b : sign == '*' ? a * b : a / b;
    if (std::isnan(out)) return out; // PostgreSQL has it, SQLite has not
    if (std::isinf(out) && !std::isinf(a) && !std::isinf(b)) throw refused("overflow");
    if (out == 0 && (sign == '*' || sign == '/') && a != 0 && b != 0 && !std::isinf(b))
        throw refused("underflow");
    return out;
}

template <class T>
inline constexpr bool is_exact = requires(T v) { v.units(); };
template <class T>
inline constexpr bool is_duration = requires(T v) { v.count(); };

/// What `l op r` gives as a T, which is the column that it is assigned to or the type of the expression.
template <class T, class L, class R>
[[nodiscard]] T computed(char sign, const L& l, const R& r) {
    if constexpr (std::is_floating_point_v<T>) {
        double out = 0;
        if constexpr (is_exact<L> || is_exact<R>) throw refused("not asked");
        else if constexpr (std::is_floating_point_v<L> || std::is_floating_point_v<R>)
            out = really(sign, real_of(plain_number(l)), real_of(plain_number(r)));
        else out = static_cast<double>(plain::narrow(exactly(sign, plain_number(l), plain_number(r), 0)));
        if (std::isinf(static_cast<T>(out)) && !std::isinf(out)) throw refused("overflow");
        if (static_cast<T>(out) == 0 && out != 0) throw refused("underflow");
        return static_cast<T>(out);
    } else if constexpr (std::is_floating_point_v<L> || std::is_floating_point_v<R>)
        throw refused("not asked");
    else if constexpr (is_exact<T>) {
        const wide units = exactly(sign, plain_number(l), plain_number(r), T::scale, true);
        if (magnitude(units) >= ten_to(T::digits)) throw refused("out of range");
        return T::from_units(static_cast<std::int64_t>(units));
    } else if constexpr (is_duration<T>) {
        const auto all = plain::narrow(exactly(sign, plain_number(l), plain_number(r), 0));
        return std::chrono::duration_cast<T>(std::chrono::microseconds{all});
    } else {
        const auto all = plain::narrow(exactly(sign, plain_number(l), plain_number(r), 0));
        if (all < std::numeric_limits<T>::min() || all > std::numeric_limits<T>::max())
            throw refused("out of range");
        return static_cast<T>(all);
    }
}

// --- asking for values -----------------------------------------------------------------------------------

template <class T>
struct found_value {
    std::int64_t id{};
    std::optional<T> held{};
};
/// The value of an expression in some records.
template <class T>
struct value_question {
    using model = void;
    using models = df::query::types<>;
    using output = std::vector<found_value<T>>;
    static constexpr bool writes = false;
    static constexpr std::array<df::field_access, 2> fields{
        df::field_access{offsetof(found_value<T>, id), &df::schema::info_of<std::int64_t>, "id"},
        df::field_access{offsetof(found_value<T>, held), &df::schema::info_of<std::optional<T>>, "held"}};
    const df::rooms::sql::statement* statement_of;
    std::span<const df::value> values;

    output execute(df::context& c) const {
        output out;
        auto target = df::node_::rows_into(out, fields);
        c.connection().run(*statement_of, 0, {.given = values}, &target);
        return out;
    }
    [[nodiscard]] std::uint64_t variant() const { return 0; }
};
inline void write_value_question(df::rooms::sql::writer& w, const df::rooms::sql::statement& s) {
    w << "SELECT \"id\", ";
    s.assignments(w); // the expression
    w << " FROM \"duos\" WHERE ";
    s.predicate(w);
    w << " ORDER BY \"id\"";
}
template <class M>
using among = decltype(field<&M::id>.in(std::vector<df::id<M>>{}));
template <class M, class E>
inline constinit df::rooms::sql::statement_id value_cache{};
template <class M, class E>
inline constexpr df::rooms::sql::statement value_statement{
    .node = "question",
    .table = &df::schema::table_of<M>,
    .cache = &value_cache<M, E>,
    .predicate = df::node_::predicate_clause<among<M>>(df::rooms::sql::place{}.after(E::parameters)),
    .assignments = df::rooms::sql::clause{&E::write},
    .own_text = &write_value_question};

template <char Sign, class L, class R>
[[nodiscard]] auto joined(const L& l, const R& r) {
    if constexpr (Sign == '+') return l + r;
    else if constexpr (Sign == '-') return l - r;
    else if constexpr (Sign == '*') return l * r;
    else if constexpr (Sign == '%') return l % r;
    else return l / r;
}
template <char Sign, class C, class R>
[[nodiscard]] auto assigned(const C& column, const R& r) {
    if constexpr (Sign == '+') return column += r;
    else if constexpr (Sign == '-') return column -= r;
    else if constexpr (Sign == '*') return column *= r;
    else if constexpr (Sign == '%') return column %= r;
    else return column /= r;
}

constexpr side in_l{"l", &places::m}, in_r{"r", &places::n};

/// Two types, with each other.
template <class L, class R>
class mixing {
  public:
    using row = Duo<L, R>;
    static constexpr auto l = field<&row::l>;
    static constexpr auto r = field<&row::r>;

    explicit mixing(const std::string& url)
        : db_(url), left_(kind<L>::samples()), right_(kind<R>::samples()) {
        std::vector<row> all;
        for (std::size_t i = 0; i <= left_.size(); ++i)
            for (std::size_t j = 0; j <= right_.size(); ++j) {
                row one;
                if (i < left_.size()) one.l = one.kept = left_[i];
                if (j < right_.size()) one.r = right_[j];
                all.push_back(one);
                rows_.push_back({-1, i < left_.size() ? static_cast<int>(i) : -1,
                                 j < right_.size() ? static_cast<int>(j) : -1});
            }
        ids_ = db_.run(df::bulk_create(all).returning_ids()).ids;
        for (const auto& a : left_) {
            auto& line = compared_.emplace_back();
            for (const auto& b : right_) line.push_back(compare_numbers(plain_number(a), plain_number(b)));
        }
    }
    void compare() { compare_each<op::eq, op::ne, op::lt, op::le, op::gt, op::ge>(); }

    template <char... Sign>
    void compute() {
        (compute_one<Sign>(), ...);
    }
    template <char... Sign>
    void assign() {
        (assign_one<Sign>(), ...);
    }

  private:
    [[nodiscard]] static std::string name() {
        return std::string{kind<L>::name} + " and " + std::string{kind<R>::name} + ": ";
    }

    template <op... O>
    void compare_each() {
        (compare_one<O>(), ...);
    }
    template <op O>
    void compare_one() {
        asker ask{df::schema::table_of<row>, questions_of(db_)};
        const known_rows known{name(), compared_, rows_};
        known.ask(ask, known.comparison(O, in_l, in_r), apply<O>(l, r));
        if constexpr (df::query::literal_for<L, R>) { // a value as it is, or as one of the column's type
            comparisons with = compared_;
            if constexpr (std::is_floating_point_v<L>)
                for (std::size_t i = 0; i < left_.size(); ++i)
                    for (std::size_t s = 0; s < right_.size(); ++s)
                        with[i][s] = by_less(left_[i], static_cast<L>(right_[s]));
            const known_rows as_values{name(), with, rows_};
            for (std::size_t s = 0; s < right_.size(); ++s)
                as_values.ask(ask, as_values.comparison(O, in_l, sample(s)), apply<O>(l, right_[s]));
        }
    }

    template <char Sign>
    void compute_one() {
        values(std::string{"l "} + Sign + " r", joined<Sign>(l, r),
               [&]<class T>(std::type_identity<T>, const places& p) { return both<T>(Sign, p.m, p.n); });
        for (std::size_t s = 0; s < right_.size(); ++s) {
            const int k = static_cast<int>(s);
            const R v = right_[s];
            const auto which = "sample " + std::to_string(s);
            if constexpr (df::query::literal_for<L, R> &&
                          !(std::is_floating_point_v<R> && !std::is_floating_point_v<L>))
                values(
                    std::string{"l "} + Sign + " " + which, joined<Sign>(l, v),
                    [&]<class T>(std::type_identity<T>, const places& p) { return both<T>(Sign, p.m, k); });
        }
        for (std::size_t s = 0; s < left_.size(); ++s) {
            const int k = static_cast<int>(s);
            const L v = left_[s];
            if constexpr (df::query::literal_for<R, L> &&
                          !(std::is_floating_point_v<L> && !std::is_same_v<L, R>) &&
                          !(std::is_floating_point_v<R> && !std::is_same_v<L, R>))
                values(
                    "sample " + std::to_string(s) + " " + Sign + " r", joined<Sign>(v, r),
                    [&]<class T>(std::type_identity<T>, const places& p) { return both<T>(Sign, k, p.n); });
        }
    }
    template <class T>
    [[nodiscard]] std::optional<T> both(char sign, int i, int j) const {
        if (i < 0 || j < 0) return std::nullopt;
        return computed<T>(sign, left_[static_cast<std::size_t>(i)], right_[static_cast<std::size_t>(j)]);
    }

    /// The expression has the value that `meaning(type, places)` gives; where that is refused, the statement
    /// fails.
    template <class E, class F>
    void values(const std::string& what, const E& e, F meaning) {
        using T = typename E::type;
        std::vector<df::id<row>> good;
        std::vector<std::size_t> bad;
        std::vector<std::size_t> at;
        std::vector<std::optional<T>> wanted;
        for (std::size_t i = 0; i < rows_.size(); ++i) try {
                auto one = meaning(std::type_identity<T>{}, rows_[i]);
                refuse_nan(one);
                wanted.push_back(one);
                good.push_back(ids_[i]);
                at.push_back(i);
            } catch (const refused&) {
                bad.push_back(i);
            }
        try {
            const auto found = run(e, good);
            ASSERT_EQ(found.size(), wanted.size()) << name() << what;
            int told = 0;
            for (std::size_t i = 0; i < wanted.size() && told < 3; ++i) {
                if (same(found[i].held, wanted[i])) continue;
                ++told;
                ADD_FAILURE() << name() << what << where(at[i]) << ": found " << shown(found[i].held)
                              << ", expected " << shown(wanted[i]);
            }
        } catch (const df::error& x) {
            ADD_FAILURE() << name() << what << ": " << x.what() << culprit(e, good, at);
        }
        int told = 0;
        for (const auto i : bad) {
            if (told > 2) break;
            try {
                const auto found = run(e, {ids_[i]});
                ADD_FAILURE() << name() << what << where(i) << ": gives " << shown(found.at(0).held)
                              << " where it should fail";
                ++told;
            } catch (const df::invalid_value&) { // as it should
            } catch (const df::error& x) {
                ADD_FAILURE() << name() << what << where(i) << ": another error: " << x.what();
                ++told;
            }
        }
    }
    template <class T>
    void refuse_nan(const std::optional<T>& v) const {
        if constexpr (std::is_floating_point_v<T>)
            if (v && std::isnan(*v) && db_.dialect() == df::dialect::sqlite) throw refused("no number");
    }
    template <class T>
    [[nodiscard]] static bool same(const std::optional<T>& x, const std::optional<T>& y) {
        if constexpr (std::is_floating_point_v<T>)
            if (x && y && std::isnan(*x) && std::isnan(*y)) return true;
        return x == y;
    }
    template <class E>
    [[nodiscard]] auto run(const E& e, std::vector<df::id<row>> which) {
        const among<row> filter = field<&row::id>.in(which);
        std::array<df::value, E::parameters + 1> values;
        std::array<df::rows_view, 1> lists;
        df::query::binder to{values.data(), lists.data()};
        e.bind(to);
        filter.bind(to);
        return db_.run(value_question<typename E::type>{&value_statement<row, E>, values});
    }
    template <class E>
    [[nodiscard]] std::string culprit(const E& e, const std::vector<df::id<row>>& good,
                                      const std::vector<std::size_t>& at) {
        for (std::size_t i = 0; i < good.size(); ++i) try {
                (void)run(e, {good[i]});
            } catch (const df::error&) {
                return where(at[i]);
            }
        return {};
    }
    [[nodiscard]] std::string where(std::size_t i) const {
        return ", l = sample " + std::to_string(rows_[i].m) + ", r = sample " + std::to_string(rows_[i].n);
    }
    template <class T>
    [[nodiscard]] static std::string shown(const std::optional<T>& v) {
        if (!v) return "NULL";
        if constexpr (is_exact<T>) return v->str();
        else if constexpr (is_duration<T>) return std::to_string(v->count());
        else return testing::PrintToString(*v);
    }

    template <char Sign>
    void assign_one() {
        const auto what = name() + "l " + Sign + "= r";
        std::vector<df::id<row>> good;
        std::vector<std::optional<L>> wanted;
        std::vector<std::size_t> at;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            try {
                auto one = both<L>(Sign, rows_[i].m, rows_[i].n);
                refuse_nan(one);
                wanted.push_back(one);
                good.push_back(ids_[i]);
                at.push_back(i);
            } catch (const refused&) {
                try {
                    db_.run(
                        df::bulk_update<row>(field<&row::id>.in(std::vector{ids_[i]}), assigned<Sign>(l, r)));
                    const auto kept = db_.run(df::read<row>(ids_[i])).l;
                    ADD_FAILURE() << what << where(i) << ": gives " << shown(kept) << " where it should fail";
                } catch (const df::invalid_value&) { // as it should
                } catch (const df::error& e) {
                    ADD_FAILURE() << what << where(i) << ": another error: " << e.what();
                }
            }
        }
        try {
            db_.run(df::bulk_update<row>(field<&row::id>.in(good), assigned<Sign>(l, r)));
            const auto found = db_.run(df::list<row>().where(field<&row::id>.in(good))).records;
            for (std::size_t i = 0; i < good.size(); ++i)
                EXPECT_TRUE(same(found.at(i).l, wanted[i]))
                    << what << where(at[i]) << ": found " << shown(found[i].l) << ", expected "
                    << shown(wanted[i]);
            for (std::size_t i = 0; i < good.size(); i += 5) // what is stored is what is read
                EXPECT_EQ(db_.run(df::count<row>().where(field<&row::id> == good[i] && l == wanted[i])), 1)
                    << what << where(at[i]);
        } catch (const df::error& e) {
            ADD_FAILURE() << what << ": " << e.what();
        }
        db_.run(df::bulk_update<row>(df::everything, l = field<&row::kept>));
    }

    df::database<row> db_;
    std::vector<L> left_;
    std::vector<R> right_;
    std::vector<places> rows_;
    std::vector<df::id<row>> ids_;
    comparisons compared_;
};

class MixedOperators : public support::database_test {
  protected:
    template <class L, class R>
    void compared() {
        const auto at = another();
        mixing<L, R>{at->url()}.compare();
    }
    template <class L, class R>
    void computed_and_assigned() {
        const auto at = another();
        mixing<L, R> both{at->url()};
        both.template compute<'+', '-', '*', '/'>();
        both.template assign<'+', '-', '*', '/'>();
    }
    template <class L, class R>
    void computed() {
        const auto at = another();
        mixing<L, R>{at->url()}.template compute<'+', '-', '*', '/'>();
    }
    template <class L, class R>
    void remainders() {
        const auto at = another();
        mixing<L, R> both{at->url()};
        both.template compute<'%'>();
        both.template assign<'%'>();
    }
    template <class L, class R>
    void added() {
        const auto at = another();
        mixing<L, R> both{at->url()};
        both.template compute<'+', '-'>();
        if constexpr (std::is_convertible_v<R, L>) both.template assign<'+', '-'>();
    }
};
DATAFLOW_ON_ALL_DATABASES(MixedOperators);

TEST_P(MixedOperators, ComparisonsOfBinaryNumbers) {
    compared<std::int16_t, std::int64_t>();
    compared<std::int64_t, std::uint32_t>();
    compared<std::int32_t, double>();
    compared<std::int64_t, double>();
    compared<double, std::int64_t>();
    compared<float, double>();
    compared<double, float>();
}
TEST_P(MixedOperators, ComparisonsOfExactNumbers) {
    compared<df::decimal<4, 1>, df::decimal<18, 18>>();
    compared<df::decimal<18, 18>, df::decimal<18, 0>>();
    compared<df::decimal<10, 2>, std::int64_t>();
    compared<std::int64_t, df::decimal<18, 18>>();
    compared<std::int16_t, df::decimal<4, 1>>();
    compared<std::chrono::hours, std::chrono::microseconds>();
    compared<std::chrono::microseconds, std::chrono::seconds>();
}
TEST_P(MixedOperators, ArithmeticOfBinaryNumbers) {
    computed_and_assigned<std::int16_t, std::int16_t>();
    computed_and_assigned<std::int32_t, std::int64_t>();
    computed_and_assigned<std::int64_t, std::int64_t>();
    computed_and_assigned<double, double>();
    computed_and_assigned<float, float>();
    computed<float, double>(); // whose numbers are no floats
    computed_and_assigned<double, std::int64_t>();
    computed<std::int32_t, float>();
}
TEST_P(MixedOperators, RemaindersOfWholeNumbers) {
    remainders<std::int16_t, std::int16_t>();
    remainders<std::int16_t, std::uint32_t>();
    remainders<std::int32_t, std::int64_t>();
    remainders<std::int64_t, std::int32_t>();
    remainders<std::int64_t, std::int64_t>();
}
TEST_P(MixedOperators, ArithmeticOfExactNumbers) {
    computed_and_assigned<df::decimal<10, 2>, df::decimal<4, 1>>();
    computed_and_assigned<df::decimal<4, 1>, df::decimal<18, 18>>();
    computed_and_assigned<df::decimal<18, 0>, std::int64_t>();
    computed_and_assigned<df::decimal<18, 18>, df::decimal<18, 18>>();
    added<std::chrono::microseconds, std::chrono::seconds>();
    added<std::chrono::hours, std::chrono::seconds>();
    added<std::chrono::seconds, std::chrono::hours>();
}

} // namespace
