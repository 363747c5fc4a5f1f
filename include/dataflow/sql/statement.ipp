// The code of sql/statement.hpp.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/write.hpp>

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::rooms::sql {

DATAFLOW_RUNTIME std::uint32_t statement_id::assign(std::uint64_t variant) {
    struct entry {
        const statement_id* of;
        std::uint64_t variant;
        std::uint32_t number;

        [[nodiscard]] bool before(const statement_id* other, std::uint64_t v) const noexcept {
            return of < other || (of == other && variant < v);
        }
    };
    struct registry {
        std::mutex guard;
        std::vector<entry> known; // in the order of `before`
    };
    // Never destroyed: a static object of the program's own may run its first statement when the program
    // ends.
    static registry& all = *new registry;
    auto& known = all.known;
    const std::scoped_lock lock{all.guard};
    std::size_t low = 0;
    for (std::size_t high = known.size(); low < high;) {
        const auto middle = low + (high - low) / 2;
        if (known[middle].before(this, variant)) low = middle + 1;
        else high = middle;
    }
    const bool found = low < known.size() && known[low].of == this && known[low].variant == variant;
    const auto number = found ? known[low].number : static_cast<std::uint32_t>(known.size());
    if (!found) known.insert(known.begin() + static_cast<std::ptrdiff_t>(low), {this, variant, number});
    if (variant < direct) numbers_[variant].store(number + 1, std::memory_order_release);
    return number;
}

DATAFLOW_RUNTIME std::string statement::sql(const dialect_data& d, std::uint64_t variant) const {
    return written(d, variant).text;
}

DATAFLOW_RUNTIME written_statement statement::written(const dialect_data& d, std::uint64_t variant,
                                                      const forms* forms_of_columns, bool vectors) const {
    writer w{d, variant};
    w.use(forms_of_columns);
    w.say_vectors(vectors);
    w.give(fragments);
    written_statement out;
    if (forms_of_columns != nullptr)
        w.note_results({&out.results, [](void* to, const column_form* form) {
                            static_cast<std::vector<const column_form*>*>(to)->push_back(form);
                        }});
    sql::write(w, *this);
    if (!w.refused().empty()) {
        error_info info;
        info.message = "there is no statement for " + std::string{w.refused()};
        info.node = std::string{node};
        if (table != nullptr) info.model = std::string{table->model};
        raise(error_kind::database_error, std::move(info));
    }
    const auto sources = w.sources();
    out.text = w.view();
    out.sources.assign(sources.begin(), sources.end());
    out.vectors_asked = w.vectors_asked();
    return out;
}

} // namespace dataflow::rooms::sql
