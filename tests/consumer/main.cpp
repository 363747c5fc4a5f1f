// What a stranger's first program does, with whichever drivers it was given.
#if DATAFLOW_SQLITE
#include <dataflow/driver/sqlite/connection.hpp>
#endif
#if DATAFLOW_POSTGRES
#include <dataflow/driver/postgres/connection.hpp>
#endif
#include <dataflow/core/error.hpp>

#include <iostream>

#if !DATAFLOW_SQLITE && !DATAFLOW_POSTGRES
#error "the CMake target of a driver gives its macro"
#endif

int main() {
#if DATAFLOW_SQLITE
    dataflow::driver::sqlite_::connection memory{dataflow::driver::sqlite_::settings{.path = ":memory:"}};
    memory.script("CREATE TABLE t (a INTEGER UNIQUE); INSERT INTO t VALUES (1)");
    try {
        memory.script("INSERT INTO t VALUES (1)");
        return 1;
    } catch (const dataflow::unique_violation& expected) {
        std::cout << expected.what() << '\n';
    }
#endif
#if DATAFLOW_POSTGRES
    try { // no server is needed to see that libpq is there
        dataflow::driver::postgres_::connection{{.conninfo = "host=/nowhere port=1"}};
        return 1;
    } catch (const dataflow::connection_error& expected) {
        std::cout << expected.what() << '\n';
    }
#endif
}
