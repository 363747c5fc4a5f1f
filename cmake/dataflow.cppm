// The module `dataflow`: `import dataflow;` gives what the headers give, but macros. See "As a module" in
// docs/install.md.
//
// The headers are exported as they are, attached to no module (extern "C++"), so a program may import in one
// file and include in another. clang 16 does not export what is in extern "C++": there they are attached to
// the module. All that they include from elsewhere comes first, outside of the module.
module;
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cfloat>
#include <charconv>
#include <chrono>
#include <climits>
#include <clocale>
#include <cmath>
#include <compare>
#include <concepts>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <exception>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iosfwd>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <numeric>
#include <optional>
#include <random>
#include <ratio>
#include <set>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>
#include <version>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

#include <boost/hana/at.hpp>
#include <boost/hana/bool.hpp>
#include <boost/hana/concept/sequence.hpp>
#include <boost/hana/contains.hpp>
#include <boost/hana/filter.hpp>
#include <boost/hana/find_if.hpp>
#include <boost/hana/fold_left.hpp>
#include <boost/hana/optional.hpp>
#include <boost/hana/type.hpp>
#include <boost/hana/unpack.hpp>
#include <boost/pfr/core.hpp>
#include <boost/uuid/uuid.hpp>
#if __has_include(<boost/pfr/core_name.hpp>)
#include <boost/pfr/core_name.hpp>
#endif

#if defined(DATAFLOW_RUNTIME_APART) && !defined(DATAFLOW_SEPARATE_COMPILATION) // former name
#define DATAFLOW_SEPARATE_COMPILATION 1
#endif
#if DATAFLOW_POSTGRES && !defined(DATAFLOW_SEPARATE_COMPILATION)
#include <libpq-fe.h>
#endif
#if DATAFLOW_SQLITE && !defined(DATAFLOW_SEPARATE_COMPILATION)
#include <sqlite3.h>
#endif

export module dataflow;

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunknown-warning-option"
#pragma clang diagnostic ignored "-Winclude-angled-in-module-purview" // intended here
#pragma clang diagnostic ignored "-Wexport-using-directive" // of the room `sql`, which is a function as well
#endif
#if defined(__clang__) && __clang_major__ < 19
export {
#else
export extern "C++" {
#endif
#include <dataflow/dataflow.hpp>

#include <dataflow/cancel.hpp>
#include <dataflow/catalog.hpp>
#include <dataflow/dynamic.hpp>
#include <dataflow/dynamic_database.hpp>
#include <dataflow/functions.hpp>
#include <dataflow/history.hpp>
#include <dataflow/json.hpp>
#include <dataflow/lock.hpp>
#include <dataflow/migrate.hpp>
#include <dataflow/outside.hpp>
#include <dataflow/protection.hpp>
#include <dataflow/pull.hpp>
#include <dataflow/search.hpp>
#include <dataflow/session.hpp>
#include <dataflow/soft_delete.hpp>
#include <dataflow/sql.hpp>
#include <dataflow/tenant.hpp>
#include <dataflow/tenant_places.hpp>
#include <dataflow/tenant_rows.hpp>
#include <dataflow/testing.hpp>
#include <dataflow/version.hpp>
#include <dataflow/windows.hpp>
}
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
