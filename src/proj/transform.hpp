#pragma once

#include <amaneku/geometry.hpp>

#include <memory>
#include <string>

namespace amaneku::proj {

/// Positions from one CRS to another, x before y on both sides. Not for several threads at once.
class Transform {
public:
    /// @throws Error (Errc::input) where a CRS is not known or no operation leads from one to the other
    Transform(const std::string& from, const std::string& to);
    ~Transform();
    Transform(Transform&& other) noexcept;
    Transform& operator=(Transform&& other) noexcept;
    Transform(const Transform&) = delete;
    Transform& operator=(const Transform&) = delete;

    /// Not finite where the position has no image.
    [[nodiscard]] Point operator()(Point p) const;

private:
    struct Handles;
    std::unique_ptr<Handles> m_handles;
};

}  // namespace amaneku::proj
