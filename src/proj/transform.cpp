#include "proj/transform.hpp"

#include <amaneku/error.hpp>

#include <fmt/format.h>
#include <proj.h>

namespace amaneku::proj {

namespace {

struct ContextDeleter {
    void operator()(PJ_CONTEXT* context) const noexcept { proj_context_destroy(context); }
};
struct OperationDeleter {
    void operator()(PJ* operation) const noexcept { proj_destroy(operation); }
};

}  // namespace

struct Transform::Handles {
    std::unique_ptr<PJ_CONTEXT, ContextDeleter> context{proj_context_create()};
    std::unique_ptr<PJ, OperationDeleter> operation;  // after its context
};

Transform::Transform(const std::string& from, const std::string& to)
    : m_handles{std::make_unique<Handles>()} {
    proj_log_level(m_handles->context.get(), PJ_LOG_NONE);
    const std::unique_ptr<PJ, OperationDeleter> raw{
        proj_create_crs_to_crs(m_handles->context.get(), from.c_str(), to.c_str(), nullptr)};
    if (raw)
        m_handles->operation.reset(proj_normalize_for_visualization(m_handles->context.get(), raw.get()));
    if (!m_handles->operation) {
        const int code = proj_context_errno(m_handles->context.get());
        throw Error{Errc::input, fmt::format("CRS '{}'", from.substr(0, 80)),
                    fmt::format("no transformation to '{}': {}", to.substr(0, 80),
                                proj_context_errno_string(m_handles->context.get(), code))};
    }
}

Transform::~Transform() = default;
Transform::Transform(Transform&&) noexcept = default;
Transform& Transform::operator=(Transform&&) noexcept = default;

Point Transform::operator()(Point p) const {
    const PJ_COORD to = proj_trans(m_handles->operation.get(), PJ_FWD, proj_coord(p.x, p.y, 0.0, 0.0));
    return {to.xy.x, to.xy.y};
}

}  // namespace amaneku::proj
