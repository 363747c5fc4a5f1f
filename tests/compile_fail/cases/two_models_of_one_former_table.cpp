// expect: two_models_of_a_database_had_the_same_table<Customer, Supplier>
#include <dataflow/dataflow.hpp>

#include <string>

namespace df = dataflow;

struct Customer {
    df::id<Customer> id{};
    std::string name;

    static constexpr auto dataflow = df::options{.renamed_table = "partners"};
};
struct Supplier {
    df::id<Supplier> id{};
    std::string name;

#ifdef MISTAKE
    static constexpr auto dataflow = df::options{.renamed_table = "partners"};
#else
    static constexpr auto dataflow = df::options{.renamed_table = "sources"};
#endif
};

void open() { df::database<Customer, Supplier> db{"sqlite::memory:"}; }
