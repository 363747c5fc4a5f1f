// What a stranger's first program does, with whichever drivers it was given.
#include <dataflow/dataflow.hpp>

#include <iostream>
#include <optional>
#include <string>

#if !DATAFLOW_SQLITE && !DATAFLOW_POSTGRES
#error "the CMake target of a driver gives its macro"
#endif

namespace df = dataflow;
using df::field;

struct Author {
    df::id<Author> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.unique = df::unique({"name"})};
};
struct Book {
    df::id<Book> id{};
    df::id<Author> author_id{};
    std::string title;
    std::optional<int> year{};
};

using library = df::database<Author, Book>;

int main() {
#if DATAFLOW_SQLITE
    library db{"sqlite::memory:"};
    const auto author = db.run(df::create(Author{.name = "Le Guin"}));
    db.run(df::create(Book{.author_id = author.id, .title = "The Dispossessed", .year = 1974}));
    db.run(df::create(Book{.author_id = author.id, .title = "The Word for World is Forest", .year = 1972}));
    const auto page =
        db.run(df::list<Book>().where(field<&Book::year> > 1973 && field<&Book::title>.starts_with("The")));
    if (page.records.size() != 1) return 1;
    std::cout << page.records[0].title << '\n';
    const auto twice = db.try_run(df::create(Author{.name = "Le Guin"}));
    if (twice || twice.error().kind() != df::error_kind::unique_violation) return 1;
#else // a driver that was left out says so
    try {
        library db{"sqlite::memory:"};
        return 1;
    } catch (const df::error& expected) {
        std::cout << expected.what() << '\n';
    }
#endif
#if DATAFLOW_POSTGRES
    try { // no server is needed to see that libpq is there
        library nowhere{"host=/nowhere port=1"};
        return 1;
    } catch (const df::connection_error& expected) {
        std::cout << expected.what() << '\n';
    }
#endif
}
