// Goes through the chains of the audit log, record by record.
#pragma once

#include <dataflow/audit/detail/columns.hpp>
#include <dataflow/audit/detail/log_row.hpp>
#include <dataflow/audit/digest.hpp>
#include <dataflow/audit/report.hpp>
#include <dataflow/node/context.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::audit::detail {

class chain_check {
  public:
    chain_check(context& c, std::span<const audit_head> kept) : c_(c) {
        for (const auto& k : kept) kept_[{k.tenant, k.strand}].push_back(k);
    }

    [[nodiscard]] audit_report run() {
        for (const auto& p : read_purges(c_)) purges_[{p.tenant, p.strand}].push_back(p);
        for (auto& h : read_heads(c_)) heads_[{h.tenant, h.strand}] = std::move(h);
        each_row(c_, [&](const log_row& r) { look(r); });
        end_strand();
        for (const auto& [of, head] : heads_) // chains of which nothing is left
            if (head.position != 0)
                add(audit_problem::kind::removed, 0, of, 1, "all records of a chain are missing");
        for (const auto& [of, all] : kept_)
            for (const auto& k : all)
                if (k.position != 0)
                    add(audit_problem::kind::removed, 0, of, k.position, "a record that was kept is missing");
        const auto last = read_last_id(c_);
        if (last > last_id_)
            add(audit_problem::kind::removed, 0, {}, 0, "the last records of the log are missing");
        name_moved();
        return std::move(out_);
    }

  private:
    using chain = std::pair<std::string, std::int64_t>;

    void add(audit_problem::kind what, std::int64_t id, const chain& of, std::int64_t position,
             std::string message) {
        if (out_.problems.size() == most) return;
        out_.problems.push_back({what, id, of.first, of.second, position, std::move(message)});
    }

    void look(const log_row& r) {
        ++out_.records;
        last_id_ = std::max(last_id_, r.id);
        if (!at_ || at_->first != r.tenant_id || at_->second != r.strand) {
            end_strand();
            at_.emplace(r.tenant_id, r.strand);
            position_ = 0;
            hash_ = std::string{};
            number_ = 0;
            if (r.position > 1) skip_to(r);
        }
        if (r.position <= position_) {
            add(audit_problem::kind::inserted, r.id, *at_, r.position, "a second record at one position");
            return;
        }
        if (r.position != position_ + 1) {
            add(audit_problem::kind::removed, 0, *at_, position_ + 1,
                std::to_string(r.position - position_ - 1) + " records are missing");
            hash_.reset();
        }
        position_ = r.position;
        if (!r.hash) {
            ++unsealed_;
            if (first_unsealed_.id == 0) first_unsealed_ = {{}, r.id, r.tenant_id, r.strand, r.position, {}};
            return;
        }
        if (unsealed_ != 0) {
            add(audit_problem::kind::inserted, first_unsealed_.id, *at_, first_unsealed_.position,
                "a record without a hash stands before one with a hash");
            unsealed_ = 0;
            hash_.reset();
        }
        const auto own = digest_of(r, r.tenant_id, r.strand, r.position);
        if (own != *r.hash)
            moved_.push_back({r, out_.problems.size()}),
                add(audit_problem::kind::edited, r.id, *at_, r.position,
                    "the record is not what its hash is of");
        else if (hash_ && r.previous.value_or("") != *hash_)
            add(audit_problem::kind::rewritten, before_, *at_, r.position - 1,
                "the record is not the one that the next one follows");
        else if (r.id < number_) // no hash is over it, but lists are in its order
            add(audit_problem::kind::reordered, r.id, *at_, r.position,
                "the record came after number " + std::to_string(number_));
        if (own == *r.hash) number_ = r.id;
        hash_ = *r.hash;
        before_ = r.id;
        keep(*r.hash);
    }

    /// The first record of a chain is not its first: what came before must have been purged.
    void skip_to(const log_row& r) {
        for (const auto& p : purges_[*at_])
            if (p.position == r.position - 1) {
                position_ = p.position;
                hash_ = p.hash;
                keep(p.hash);
                return;
            }
    }
    /// Looks for what was kept of this record.
    void keep(const std::string& hash) {
        const auto found = kept_.find(*at_);
        if (found == kept_.end()) return;
        for (auto& k : found->second) {
            if (k.position == 0 || k.position > position_) continue;
            if (k.position == position_ && k.hash != hash)
                add(audit_problem::kind::rewritten, before_, *at_, position_,
                    "the record is not the one that was kept");
            k.position = 0;
        }
    }

    void end_strand() {
        if (!at_) return;
        out_.unsealed += std::exchange(unsealed_, 0);
        first_unsealed_ = {};
        if (hash_) out_.heads.push_back({at_->first, at_->second, position_, *hash_});
        const auto head = heads_.find(*at_);
        if (head != heads_.end()) {
            if (head->second.position > position_)
                add(audit_problem::kind::removed, 0, *at_, position_ + 1,
                    std::to_string(head->second.position - position_) + " records at the end are missing");
            else if (head->second.position < position_)
                add(audit_problem::kind::inserted, before_, *at_, position_,
                    "the chain ends before the record");
            else if (hash_ && head->second.hash != *hash_)
                add(audit_problem::kind::rewritten, before_, *at_, position_,
                    "the record is not the last one of its chain");
            heads_.erase(head);
        } else if (has_heads(c_))
            add(audit_problem::kind::inserted, before_, *at_, position_, "the chain is not one of the log's");
        at_.reset();
    }

    /// What does not fit its place, but another one that does not, either, was moved.
    void name_moved() {
        for (const auto& [r, problem] : moved_)
            for (const auto& other : moved_) {
                const auto& to = other.first;
                if (problem >= out_.problems.size() || to.id == r.id ||
                    digest_of(r, to.tenant_id, to.strand, to.position) != r.hash)
                    continue;
                out_.problems[problem].what = audit_problem::kind::reordered;
                out_.problems[problem].message =
                    "the record stood at position " + std::to_string(to.position);
            }
    }

    static constexpr std::size_t most = 1'000;
    context& c_;
    audit_report out_{};
    std::map<chain, std::vector<audit_head>> purges_{}, kept_{};
    std::map<chain, audit_head> heads_{};
    std::vector<std::pair<log_row, std::size_t>> moved_{};
    std::optional<chain> at_{};
    std::int64_t position_ = 0, before_ = 0, number_ = 0, unsealed_ = 0, last_id_ = 0;
    audit_problem first_unsealed_{};
    std::optional<std::string> hash_{}; ///< of the record before; nothing where that is not known
};

} // namespace dataflow::audit::detail
