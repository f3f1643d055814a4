<?php
/**
 * Plugin Name: Guidance widget
 * Description: Puts the guidance widget around the guidance of a page: [guidance_widget]the guidance[/guidance_widget]
 * Version: 0.1.0
 * Requires at least: 6.3
 * Requires PHP: 7.4
 * License: MIT OR Apache-2.0
 *
 * Put guidance-widget.js of the same version beside this file. WordPress takes scripts
 * and unknown tags out of what most users write; a shortcode's output stays.
 */

defined( 'ABSPATH' ) || exit;

add_shortcode(
	'guidance_widget',
	function ( $attributes, $guidance = '' ) {
		$attributes = shortcode_atts( array( 'heading_level' => '2' ), $attributes, 'guidance_widget' );
		wp_enqueue_script(
			'guidance-widget',
			plugins_url( 'guidance-widget.js', __FILE__ ),
			array(),
			'0.1.0',
			array( 'strategy' => 'defer' )
		);
		return sprintf(
			'<guidance-widget heading-level="%s">%s</guidance-widget>',
			esc_attr( $attributes['heading_level'] ),
			do_shortcode( $guidance )
		);
	}
);
