// The most memory that a program takes to stream rows in or out. One measurement a process.
//
//   memory NAME library|hand in|out ROWS sqlite FILE | postgres URL
#include "hand_postgres.hpp"
#include "hand_sqlite.hpp"
#include "harness.hpp"
#include "model.hpp"

#include <sys/resource.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace bench;

/// A million users that are made while they are read, and never held together.
class source {
  public:
    explicit source(std::int64_t count) : count_(count) {}
    class iterator {
      public:
        using value_type = User;
        using difference_type = std::ptrdiff_t;
        iterator() = default;
        explicit iterator(std::int64_t at) : at_(at) {}
        User operator*() const { return user(at_); }
        iterator& operator++() {
            ++at_;
            return *this;
        }
        void operator++(int) { ++at_; }
        bool operator==(const iterator&) const = default;

      private:
        std::int64_t at_ = 0;
    };
    [[nodiscard]] iterator begin() const { return iterator{0}; }
    [[nodiscard]] iterator end() const { return iterator{count_}; }

  private:
    std::int64_t count_;
};

/// In KiB.
long peak() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

template <class Hand>
void by_hand(Hand& hand, bool in, std::int64_t rows) {
    std::int64_t seen = 0;
    if (!in) hand.each([&](const User& u) { seen += u.id.value > 0 ? 1 : 0; });
    else if constexpr (requires(std::vector<User> v) { hand.copy(v); }) hand.copy(source{rows});
    else {
        hand.begin();
        for (auto u : source{rows}) hand.create(u);
        hand.commit();
    }
    if (!in && seen < rows) stop("rows are missing");
}

} // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> words(arguments + 1, arguments + count);
    if (words.size() != 6) stop("usage: memory NAME library|hand in|out ROWS sqlite FILE | postgres URL");
    const bool in = words[2] == "in";
    const auto rows = std::atoll(words[3].c_str());
    const auto url = words[4] == "sqlite" ? "sqlite:" + words[5] : words[5];
    long before = 0;
    if (words[1] == "library") {
        bench::database db{url};
        db.run(df::create(user(0)));
        before = peak();
        if (in) {
            if (db.run(df::bulk_create(source{rows})).created != rows) stop("rows are missing");
        } else {
            std::int64_t seen = 0;
            for (const auto& u : db.stream(df::list<User>())) seen += u.id.value > 0 ? 1 : 0;
            if (seen < rows) stop("rows are missing");
        }
    } else if (words[4] == "sqlite") {
        hand_sqlite hand{words[5]};
        before = peak();
        by_hand(hand, in, rows);
    } else {
        hand_postgres hand{words[5]};
        before = peak();
        by_hand(hand, in, rows);
    }
    std::printf("MEMORY %s.%s_%s %lld rows, peak %.1f MB, of it %.1f MB by streaming\n", words[0].c_str(),
                words[1].c_str(), in ? "in" : "out", static_cast<long long>(rows),
                static_cast<double>(peak()) / 1024, static_cast<double>(peak() - before) / 1024);
}
