// Counts what operator new is asked for; SQLite's own memory comes from malloc and is not in it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

extern std::int64_t allocations;
std::int64_t allocations = 0;

void* operator new(std::size_t n) {
    ++allocations;
    if (void* p = std::malloc(n)) return p;
    throw std::bad_alloc{};
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
